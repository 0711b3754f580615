{# For every row of the model, the sum of a part column over its rows in another relation equals a column, exactly; no
   parts sum to 0. parts: the relation; part_column; key; part_where: a condition on the parts. #}
{% test sums_to(model, column_name, parts, part_column, key, part_where='true') %}
with part_sums as (
    select
        {{ key }},
        sum({{ part_column }}) as part_sum
    from {{ parts }}
    where {{ part_where }}
    group by {{ key }}
)

select
    whole.{{ key }},
    whole.{{ column_name }} as whole_value,
    part_sums.part_sum
from {{ model }} as whole
left join part_sums on whole.{{ key }} = part_sums.{{ key }}
where coalesce(part_sums.part_sum, 0) is distinct from coalesce(whole.{{ column_name }}, 0)
{% endtest %}
