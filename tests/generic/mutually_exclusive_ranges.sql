{# Half-open periods of the same partition never overlap and none is empty or backward. #}
{% test mutually_exclusive_ranges(model, lower_bound_column, upper_bound_column, partition_by) %}
with periods as (
    select
        {{ partition_by }},
        {{ lower_bound_column }} as lower_bound,
        {{ upper_bound_column }} as upper_bound,
        lead({{ lower_bound_column }}) over (
            partition by {{ partition_by }} order by {{ lower_bound_column }} asc nulls last
        ) as next_lower_bound
    from {{ model }}
)

select * from periods
where lower_bound is null or upper_bound is null or lower_bound >= upper_bound or upper_bound > next_lower_bound
{% endtest %}
