{# A local time of a time zone as a UTC timestamp without zone. A time that the spring change leaves out is
   read as if the clock had not been changed; of a time that the autumn change repeats the later moment is taken. #}
{% macro to_utc(local_at, time_zone) -%}
    {{ return(adapter.dispatch('to_utc', 'lead_scoring')(local_at, time_zone)) }}
{%- endmacro %}

{% macro default__to_utc(local_at, time_zone) -%}
    {#- Spark takes the earlier of two such moments. The clock goes back by an hour, on Lord Howe Island by half of one. -#}
    {%- set earlier = 'to_utc_timestamp(' ~ local_at ~ ', ' ~ time_zone ~ ')' -%}
    case
        when from_utc_timestamp({{ earlier }} + interval '60' minute, {{ time_zone }}) = {{ local_at }}
            then {{ earlier }} + interval '60' minute
        when from_utc_timestamp({{ earlier }} + interval '30' minute, {{ time_zone }}) = {{ local_at }}
            then {{ earlier }} + interval '30' minute
        else {{ earlier }}
    end
{%- endmacro %}

{% macro duckdb__to_utc(local_at, time_zone) -%}
    timezone('UTC', timezone({{ time_zone }}, {{ local_at }}))
{%- endmacro %}
