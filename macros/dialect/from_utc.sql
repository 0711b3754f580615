{# What the clock of a time zone shows at a moment (UTC), both timestamps without zone. #}
{% macro from_utc(moment, time_zone) -%}
    {{ return(adapter.dispatch('from_utc', 'lead_scoring')(moment, time_zone)) }}
{%- endmacro %}

{% macro default__from_utc(moment, time_zone) -%}
    from_utc_timestamp({{ moment }}, {{ time_zone }})
{%- endmacro %}

{# A column of somebody else's view may have a zone: the cast takes it off, in the session's zone, which is UTC. #}
{% macro duckdb__from_utc(moment, time_zone) -%}
    timezone({{ time_zone }}, timezone('UTC', cast({{ moment }} as timestamp)))
{%- endmacro %}
