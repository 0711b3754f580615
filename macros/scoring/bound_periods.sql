{# The rows of the scales of models (grades, bands) with a lower bound as half-open ranges, for each period in which
   the same rows of a model are valid: lower_bound <= x < upper_bound; the highest has no upper bound. #}
{% macro bound_periods(scales, name) -%}
with bounds as (
    select * from {{ ref(scales) }}
    where lower_bound is not null
),

dates as (
    select
        model_key,
        valid_from as valid_from_on
    from bounds
    union distinct
    select
        model_key,
        valid_to as valid_from_on
    from bounds
    where valid_to is not null
),

periods as (
    select
        model_key,
        valid_from_on,
        coalesce(
            lead(valid_from_on) over (partition by model_key order by valid_from_on asc nulls last), {{ end_of_time() }}
        ) as valid_to_on
    from dates
),

final as (
    select
        bounds.model_key,
        bounds.{{ name }},
        bounds.lower_bound,
        periods.valid_from_on,
        periods.valid_to_on,
        lead(bounds.lower_bound) over (
            partition by bounds.model_key, periods.valid_from_on order by bounds.lower_bound asc nulls last
        ) as upper_bound
    from periods
    inner join bounds on periods.model_key = bounds.model_key and {{ valid_on('bounds', 'periods.valid_from_on') }}
)

select * from final
{%- endmacro %}
