{# The moment (UTC) at which a day of the business begins. Where clocks change at midnight a day has two of them or none: the
   first moment that lies on the day counts, found from midnight by the clock as it is then and as it was at noon before. #}
{% macro business_midnight(date) -%}
    {%- set zone = "'" ~ business_time_zone() ~ "'" -%}
    {%- if zone == "'UTC'" -%}
        cast({{ date }} as timestamp)
    {%- else -%}
        {%- set by_new_clock = to_utc('cast(' ~ date ~ ' as timestamp)', zone) -%}
        {%- set by_old_clock = '(' ~ to_utc('cast(' ~ date ~ " as timestamp) - interval '12' hour", zone) ~ " + interval '12' hour)" -%}
        coalesce(
            least(
                case when {{ business_date(by_old_clock) }} = {{ date }} then {{ by_old_clock }} end,
                case when {{ business_date(by_new_clock) }} = {{ date }} then {{ by_new_clock }} end
            ),
            {{ by_new_clock }}
        )
    {%- endif -%}
{%- endmacro %}
