{# A number held between two bounds; an empty bound does not bind. #}
{% macro clip(number, floor, cap) -%}
    least(greatest({{ number }}, coalesce({{ floor }}, {{ number }})), coalesce({{ cap }}, {{ number }}))
{%- endmacro %}
