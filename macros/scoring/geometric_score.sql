{# The lead score (semantics 7): round(100 * (fit / 100) ^ w * (engagement / 100) ^ (1 - w), 2), w the weight of fit; of a model whose
   combination is additive round(w * fit + (1 - w) * engagement, 2), half away from zero and exact. #}
{% macro combined_score(fit, engagement, fit_weight, is_additive) -%}
    case
        when {{ is_additive }}
            then cast(
                round(
                    cast({{ fit_weight }} as decimal(5, 4)) * cast({{ fit }} as decimal(9, 6))
                    + (1 - cast({{ fit_weight }} as decimal(5, 4))) * cast({{ engagement }} as decimal(9, 6)),
                    2
                ) as decimal(5, 2)
            )
        else {{ geometric_score(fit, engagement, fit_weight) }}
    end
{%- endmacro %}

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
