{# The end of a period that has not ended: periods are half-open, [valid_from_on, valid_to_on). #}
{% macro end_of_time() -%}
    cast('9999-12-31' as date)
{%- endmacro %}
