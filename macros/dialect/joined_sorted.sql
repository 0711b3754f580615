{# All texts of a group in order, one line each: the same text for the same set, whatever its order. #}
{% macro joined_sorted(text) -%}
    {{ return(adapter.dispatch('joined_sorted', 'lead_scoring')(text)) }}
{%- endmacro %}

{% macro default__joined_sorted(text) -%}
    array_join(sort_array(collect_list({{ text }})), chr(10))
{%- endmacro %}

{% macro duckdb__joined_sorted(text) -%}
    string_agg({{ text }}, chr(10) order by {{ text }})
{%- endmacro %}
