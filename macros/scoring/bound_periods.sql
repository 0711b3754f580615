{# The rows of a seed with a lower bound (grades, bands) as half-open ranges, for each period in which the same rows are
   valid: lower_bound <= x < upper_bound; the highest has no upper bound. #}
{% macro bound_periods(seed, name) -%}
with bounds as (
    select * from {{ ref(seed) }}
    where lower_bound is not null
),

dates as (
    select valid_from as valid_from_on from bounds
    union distinct
    select valid_to as valid_from_on from bounds
    where valid_to is not null
),

periods as (
    select
        valid_from_on,
        coalesce(lead(valid_from_on) over (order by valid_from_on asc nulls last), {{ end_of_time() }}) as valid_to_on
    from dates
),

final as (
    select
        bounds.{{ name }},
        bounds.lower_bound,
        periods.valid_from_on,
        periods.valid_to_on,
        lead(bounds.lower_bound) over (
            partition by periods.valid_from_on order by bounds.lower_bound asc nulls last
        ) as upper_bound
    from periods
    inner join bounds on {{ valid_on('bounds', 'periods.valid_from_on') }}
)

select * from final
{%- endmacro %}
