{# All texts of a group in order, one line each: the same text for the same set, whatever its order; null when there is none. #}
{% macro joined_sorted(text) -%}
    {{ return(adapter.dispatch('joined_sorted', 'lead_scoring')(text)) }}
{%- endmacro %}

{% macro default__joined_sorted(text) -%}
    case when count({{ text }}) > 0 then array_join(sort_array(collect_list({{ text }})), chr(10)) end
{%- endmacro %}

{% macro duckdb__joined_sorted(text) -%}
    string_agg({{ text }}, chr(10) order by {{ text }})
{%- endmacro %}
