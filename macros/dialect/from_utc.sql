{# What the clock of a time zone shows at a moment (UTC), both timestamps without zone. #}
{% macro from_utc(moment, time_zone) -%}
    {{ return(adapter.dispatch('from_utc', 'lead_scoring')(moment, time_zone)) }}
{%- endmacro %}

{% macro default__from_utc(moment, time_zone) -%}
    from_utc_timestamp({{ moment }}, {{ time_zone }})
{%- endmacro %}

{% macro duckdb__from_utc(moment, time_zone) -%}
    timezone({{ time_zone }}, timezone('UTC', {{ moment }}))
{%- endmacro %}
