{# One row per date from the first to the last, both included; none when either is empty. #}
{% macro explode_days(first, last) -%}
    {{ return(adapter.dispatch('explode_days', 'lead_scoring')(first, last)) }}
{%- endmacro %}

{% macro default__explode_days(first, last) -%}
    explode(sequence({{ first }}, {{ last }}))
{%- endmacro %}

{% macro duckdb__explode_days(first, last) -%}
    cast(unnest(generate_series({{ first }}, {{ last }}, interval 1 day)) as date)
{%- endmacro %}
