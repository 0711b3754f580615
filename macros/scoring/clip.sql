{# A number held between two bounds; an empty bound does not bind: least and greatest skip nulls. #}
{% macro clip(number, floor, cap) -%}
    least(greatest({{ number }}, {{ floor }}), {{ cap }})
{%- endmacro %}
