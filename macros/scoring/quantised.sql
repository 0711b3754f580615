{# A score in whole steps of crm_score_step points, half a step up, at most 100; empty stays empty: decay changes every score every
   day by some hundredths. Computed in half hundredths, cut off (a cast would round on DuckDB: 14.499208 is 14), which are whole numbers. #}
{% macro quantised(score) -%}
    {%- set step = (var('crm_score_step') | float * 100) | round | int -%}
    case
        when {{ score }} is not null then cast(
            least(
                100,
                {{ whole_quotient('cast(floor(' ~ score ~ ' * 200) as bigint) + ' ~ step, 2 * step) }} * {{ step }} / 100
            ) as decimal(5, 2)
        )
    end
{%- endmacro %}
