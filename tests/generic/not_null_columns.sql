{# None of the columns is ever null: one scan for all of them. Fails with the number of nulls per column. #}
{% test not_null_columns(model, columns) %}
with counts as (
    select
    {%- for column in columns %}
        sum(case when {{ column }} is null then 1 else 0 end) as {{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ model }}
)

select * from counts
where {% for column in columns %}{{ column }} > 0{{ ' or ' if not loop.last }}{% endfor %}
{% endtest %}
