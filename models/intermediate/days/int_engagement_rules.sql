with rules as (
    select * from {{ ref('engagement_rules') }}
),

models as (
    select distinct
        model_id,
        model_key
    from {{ ref('int_scoring_models') }}
),

conditions as (
    select * from {{ ref('int_rule_conditions') }}
),

final as (
    select
        row_number() over (order by rules.rule_id asc nulls last, rules.valid_from asc nulls last) as rule_key,
        models.model_key,
        event_types.event_type_key,
        coalesce(conditions.condition_key, 0) as condition_key,
        dense_rank() over (order by rules.model_id asc nulls last, rules.group_id asc nulls last) as group_key,
        rules.rule_id,
        rules.model_id,
        rules.group_id,
        event_types.description,
        rules.property,
        rules.operator,
        rules.value,
        rules.decay,
        rules.points,
        rules.cap_count,
        rules.cap_days,
        rules.window_days,
        rules.decay_days,
        rules.points > 0 as gives_points,
        rules.valid_from,
        coalesce(rules.valid_to, {{ end_of_time() }}) as valid_to
    from rules
    inner join models on rules.model_id = models.model_id
    inner join {{ ref('int_event_types') }} as event_types on rules.event_type = event_types.event_type
    left join conditions
        on
            rules.event_type = conditions.event_type
            and rules.property = conditions.property
            and rules.operator = conditions.operator
            and coalesce(rules.value, '') = coalesce(conditions.value, '')
)

select * from final
