with rules as (
    select
        *,
        {{ low_operand('fit_rules') }} as operand,
        {{ high_operand('fit_rules', 'fit_rules.value_high') }} as operand_high
    from {{ ref('fit_rules') }} as fit_rules
),

-- Each distinct value is assessed once, however many leads have it.
attribute_values as (
    select distinct
        ruled_on,
        attribute,
        value
    from {{ ref('int_lead_attributes') }}
),

matches as (
    select * from {{ ref('int_predicate_matches') }}
    where is_match
),

ranked as (
    select
        rules.model_id,
        rules.attribute,
        attribute_values.value,
        attribute_values.ruled_on,
        rules.rule_id,
        rules.tier,
        row_number() over (
            partition by rules.model_id, rules.attribute, attribute_values.value, attribute_values.ruled_on
            order by rules.tier desc nulls last, rules.rule_id asc nulls last
        ) as position_of_rule
    from rules
    inner join attribute_values
        on rules.attribute = attribute_values.attribute and {{ valid_on('rules', 'attribute_values.ruled_on') }}
    inner join matches
        on
            rules.operator = matches.operator
            and coalesce(rules.operand, '') = coalesce(matches.operand, '')
            and coalesce(rules.operand_high, '') = coalesce(matches.operand_high, '')
            and coalesce(attribute_values.value, '') = coalesce(matches.value, '')
),

final as (
    select
        model_id,
        attribute,
        value,
        ruled_on,
        rule_id,
        tier
    from ranked
    where position_of_rule = 1
)

select * from final
