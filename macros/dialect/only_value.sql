{# The value of a column in a subquery that finds one row at most for each row around it. Spark asks for an aggregate there. #}
{% macro only_value(column) -%}
    {{ return(adapter.dispatch('only_value', 'lead_scoring')(column)) }}
{%- endmacro %}

{% macro default__only_value(column) -%}
    max({{ column }})
{%- endmacro %}

{% macro duckdb__only_value(column) -%}
    {{ column }}
{%- endmacro %}
