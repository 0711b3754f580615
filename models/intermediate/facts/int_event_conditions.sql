with properties as (
    select * from {{ ref('int_event_properties') }}
),

conditions as (
    select * from {{ ref('int_rule_conditions') }}
),

matches as (
    select * from {{ ref('int_property_matches') }}
    where is_match
),

final as (
    select
        properties.event_id,
        conditions.condition_key,
        properties.valid_from_on,
        properties.valid_to_on
    from properties
    inner join conditions
        on properties.event_type = conditions.event_type and properties.property = conditions.property
    inner join matches
        on
            conditions.operator = matches.operator
            and coalesce(conditions.operand, '') = coalesce(matches.operand, '')
            and coalesce(conditions.operand_high, '') = coalesce(matches.operand_high, '')
            and coalesce(properties.value, '') = coalesce(matches.value, '')
)

select * from final
