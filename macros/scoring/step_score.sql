{# The lead score of clipped fit and engagement points with their override points: each sum clipped to 0..100, then
   both combined (semantics 7). #}
{% macro step_score(fit, fit_override, engagement, engagement_override, fit_weight, is_additive) -%}
    {{ combined_score(
        clip(fit ~ ' + ' ~ fit_override, '0', '100'),
        clip(engagement ~ ' + ' ~ engagement_override, '0', '100'),
        fit_weight,
        is_additive
    ) }}
{%- endmacro %}
