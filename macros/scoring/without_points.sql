{# A reason in words without the points behind it, ` (+29.02)`: they decay, the words stay. #}
{% macro without_points(reason) -%}
    regexp_replace({{ reason }}, ' [(][+-]?[0-9.]+[)]$', '')
{%- endmacro %}
