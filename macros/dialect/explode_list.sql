{# One row per element of a text list separated by |, elements trimmed. #}
{% macro explode_list(list) -%}
    {{ return(adapter.dispatch('explode_list', 'lead_scoring')(list)) }}
{%- endmacro %}

{% macro default__explode_list(list) -%}
    explode(transform(split({{ list }}, '[|]'), element -> trim(element)))
{%- endmacro %}

{% macro duckdb__explode_list(list) -%}
    trim(unnest(string_split({{ list }}, '|')))
{%- endmacro %}
