{# The lead score (semantics 7): round(100 * (fit / 100) ^ w * (engagement / 100) ^ (1 - w), 2), w the weight of fit. #}
{% macro geometric_score(fit, engagement, fit_weight) -%}
    cast(
        round(
            100
            * power(cast({{ fit }} as double) / 100, cast({{ fit_weight }} as double))
            * power(cast({{ engagement }} as double) / 100, 1 - cast({{ fit_weight }} as double)),
            2
        ) as decimal(5, 2)
    )
{%- endmacro %}
