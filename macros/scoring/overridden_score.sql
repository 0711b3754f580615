{# A score between 0 and 100 with its overrides (semantics 7): the points held between the bounds, the points of overrides added,
   the sum held between them again. #}
{% macro overridden_score(points, override_points) -%}
    cast({{ clip(clip(points, '0', '100') ~ ' + ' ~ override_points, '0', '100') }} as decimal(18, 6))
{%- endmacro %}
