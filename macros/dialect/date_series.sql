{# One row per date from the first to the last, both included, or per so many days from the first; none when either is null
   or the last lies before the first. #}
{% macro date_series(first, last, days=1) -%}
    {{ return(adapter.dispatch('date_series', 'lead_scoring')(first, last, days)) }}
{%- endmacro %}

{% macro default__date_series(first, last, days) -%}
    explode(case when {{ first }} <= {{ last }} then sequence({{ first }}, {{ last }}, interval {{ days }} day) end)
{%- endmacro %}

{% macro duckdb__date_series(first, last, days) -%}
    cast(unnest(generate_series({{ first }}, {{ last }}, interval {{ days }} day)) as date)
{%- endmacro %}
