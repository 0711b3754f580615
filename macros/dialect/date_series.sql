{# One row per date from the first to the last, both included; none when either is null. #}
{% macro date_series(first, last) -%}
    {{ return(adapter.dispatch('date_series', 'lead_scoring')(first, last)) }}
{%- endmacro %}

{% macro default__date_series(first, last) -%}
    explode(sequence({{ first }}, {{ last }}))
{%- endmacro %}

{% macro duckdb__date_series(first, last) -%}
    cast(unnest(generate_series({{ first }}, {{ last }}, interval 1 day)) as date)
{%- endmacro %}
