{# The start of a period that was always open. #}
{% macro start_of_time() -%}
    cast('1900-01-01' as date)
{%- endmacro %}
