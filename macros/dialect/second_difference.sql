{# Seconds from one moment to a later one, an integer: fractions of both are cut off. #}
{% macro second_difference(later, earlier) -%}
    {{ return(adapter.dispatch('second_difference', 'lead_scoring')(later, earlier)) }}
{%- endmacro %}

{% macro default__second_difference(later, earlier) -%}
    (unix_seconds({{ later }}) - unix_seconds({{ earlier }}))
{%- endmacro %}

{% macro duckdb__second_difference(later, earlier) -%}
    date_diff('second', {{ earlier }}, {{ later }})
{%- endmacro %}
