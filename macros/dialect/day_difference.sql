{# Days from one date to a later one, an integer. #}
{% macro day_difference(later, earlier) -%}
    {{ return(adapter.dispatch('day_difference', 'lead_scoring')(later, earlier)) }}
{%- endmacro %}

{% macro default__day_difference(later, earlier) -%}
    cast(datediff({{ later }}, {{ earlier }}) as bigint)
{%- endmacro %}

{% macro duckdb__day_difference(later, earlier) -%}
    ({{ later }} - {{ earlier }})
{%- endmacro %}
