with contributions as (
    select * from {{ ref('int_engagement_contributions') }}
),

rules as (
    select * from {{ ref('int_engagement_rules') }}
),

bounds as (
    select * from {{ ref('engagement_groups') }}
),

summed as (
    select
        contributions.lead_key,
        contributions.model_key,
        rules.model_id,
        rules.group_id,
        cast(sum(contributions.contribution) as decimal(18, 6)) as unclipped_points,
        contributions.known_on,
        contributions.as_of_on,
        contributions.anchor_on
    from contributions
    inner join rules on contributions.rule_key = rules.rule_key
    group by
        contributions.lead_key, contributions.model_key, rules.model_id, rules.group_id,
        contributions.known_on, contributions.as_of_on, contributions.anchor_on
),

final as (
    select
        summed.lead_key,
        summed.model_key,
        summed.group_id,
        summed.unclipped_points,
        cast({{ clip('summed.unclipped_points', 'bounds.floor', 'bounds.cap') }} as decimal(18, 6)) as points,
        summed.known_on,
        summed.as_of_on,
        summed.anchor_on
    from summed
    left join bounds
        on
            summed.model_id = bounds.model_id
            and summed.group_id = bounds.group_id
            and {{ valid_on('bounds', 'summed.as_of_on') }}
)

select * from final
