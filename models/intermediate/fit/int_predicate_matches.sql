with attributes as (
    select distinct
        attribute,
        value
    from {{ ref('int_lead_attributes') }}
),

needed as (
    select
        attributes.value,
        rules.operator,
        {{ low_operand('rules') }} as operand,
        {{ high_operand('rules', 'rules.value_high') }} as operand_high
    from attributes
    inner join {{ ref('fit_rules') }} as rules on attributes.attribute = rules.attribute
    union distinct
    select
        attributes.value,
        rules.operator,
        {{ low_operand('rules') }} as operand,
        {{ high_operand('rules') }} as operand_high
    from attributes
    inner join {{ ref('exclusion_rules') }} as rules on attributes.attribute = rules.match_field
),

{{ predicate_matches('needed') }}

select * from final
