{# A local time of a time zone as a UTC timestamp without zone. A time that the spring change leaves out is
   read as if the clock had not been changed; of a time that the autumn change repeats DuckDB takes the later, Spark the earlier. #}
{% macro to_utc(local_at, time_zone) -%}
    {{ return(adapter.dispatch('to_utc', 'lead_scoring')(local_at, time_zone)) }}
{%- endmacro %}

{% macro default__to_utc(local_at, time_zone) -%}
    to_utc_timestamp({{ local_at }}, {{ time_zone }})
{%- endmacro %}

{% macro duckdb__to_utc(local_at, time_zone) -%}
    timezone('UTC', timezone({{ time_zone }}, {{ local_at }}))
{%- endmacro %}
