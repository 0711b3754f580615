{# The CTEs up to `final` that say for each value and predicate of the CTE named (value, operator, operand, operand_high) whether
   the value meets the predicate: the one interpreter of operators. #}
{% macro predicate_matches(needed) -%}
predicates as (
    select distinct
        operator,
        operand,
        operand_high
    from {{ needed }}
),

operands as (
    select
        operator,
        operand,
        operand_high,
        {{ explode_list('operand') }} as element
    from predicates
    where operator in ('in', 'not_in', 'contains', 'starts_with', 'ends_with', 'matches_domain')
    union all
    select
        operator,
        operand,
        operand_high,
        operand as element
    from predicates
    where operator not in ('in', 'not_in', 'contains', 'starts_with', 'ends_with', 'matches_domain')
),

comparisons as (
    select
        needed.value,
        needed.operator,
        needed.operand,
        needed.operand_high,
        lower(trim(needed.value)) as value_text,
        try_cast(trim(needed.value) as decimal(38, 9)) as value_number,
        lower(trim(operands.element)) as operand_text,
        try_cast(trim(operands.element) as decimal(38, 9)) as operand_number,
        lower(trim(operands.operand_high)) as operand_high_text,
        try_cast(trim(operands.operand_high) as decimal(38, 9)) as operand_high_number
    from {{ needed }} as needed
    inner join operands
        on
            needed.operator = operands.operator
            and coalesce(needed.operand, '') = coalesce(operands.operand, '')
            and coalesce(needed.operand_high, '') = coalesce(operands.operand_high, '')
),

assessed as (
    select
        value,
        operator,
        operand,
        operand_high,
        bool_or({{ operand_matches('operator') }}) as meets_an_operand
    from comparisons
    group by value, operator, operand, operand_high
),

final as (
    select
        value,
        operator,
        operand,
        operand_high,
        case
            when operator = 'is_null' then value is null
            when value is null then false
            when operator = 'is_not_null' then true
            when operator in ('neq', 'not_in') then not meets_an_operand
            else coalesce(meets_an_operand, false)
        end as is_match
    from assessed
)
{%- endmacro %}
