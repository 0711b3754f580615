-- Every engagement rule belongs to a model and to a group of that model; without them its points would be lost.
select
    rules.rule_id,
    rules.model_id,
    rules.group_id
from {{ ref('engagement_rules') }} as rules
left join {{ ref('scoring_models') }} as models on rules.model_id = models.model_id
left join {{ ref('engagement_groups') }} as bounds
    on
        rules.model_id = bounds.model_id
        and rules.group_id = bounds.group_id
        and {{ valid_on('bounds', as_of_date()) }}
where {{ valid_on('rules', as_of_date()) }} and (models.model_id is null or bounds.group_id is null)
