{# The value of a top-level key of a flat JSON object, as text; null when absent. #}
{% macro json_get(json, key) -%}
    {{ return(adapter.dispatch('json_get', 'lead_scoring')(json, key)) }}
{%- endmacro %}

{% macro default__json_get(json, key) -%}
    get_json_object({{ json }}, concat('$[', chr(39), {{ key }}, chr(39), ']'))
{%- endmacro %}

{% macro duckdb__json_get(json, key) -%}
    json_extract_string({{ json }}, concat('$."', {{ key }}, '"'))
{%- endmacro %}
