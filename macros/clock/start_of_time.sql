{# The start of a period without a beginning. #}
{% macro start_of_time() -%}
    cast('1900-01-01' as date)
{%- endmacro %}
