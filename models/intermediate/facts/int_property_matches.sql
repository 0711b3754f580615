with properties as (
    select distinct
        event_type,
        property,
        value
    from {{ ref('int_event_properties') }}
),

needed as (
    select
        event_types.event_type as value,
        rules.operator,
        {{ low_operand('rules') }} as operand,
        {{ high_operand('rules') }} as operand_high
    from {{ ref('int_event_types') }} as event_types
    inner join {{ ref('exclusion_rules') }} as rules on rules.match_field = 'event_type'
    union distinct
    select
        properties.value,
        conditions.operator,
        conditions.operand,
        conditions.operand_high
    from properties
    inner join {{ ref('int_rule_conditions') }} as conditions
        on properties.event_type = conditions.event_type and properties.property = conditions.property
),

{{ predicate_matches('needed') }}

select * from final
