{# The time zone in which the business counts its days, an IANA name: the var business_time_zone, else the environment variable
   LEADS_BUSINESS_TIME_ZONE, else UTC. Moments are kept in UTC everywhere; a day is one of this zone. #}
{% macro business_time_zone() -%}
    {#- While dbt only parses, any zone will do: another one need not parse the project again. -#}
    {%- set zone = ((var('business_time_zone') or env_var('LEADS_BUSINESS_TIME_ZONE', '')) | string | trim if execute else '') or 'UTC' -%}
    {%- if zone not in modules.pytz.all_timezones_set -%}
        {{ exceptions.raise_compiler_error(
            "business_time_zone (or LEADS_BUSINESS_TIME_ZONE) is '" ~ zone ~ "', which is no time zone; give an IANA name such as Europe/Berlin."
        ) }}
    {%- endif -%}
    {{ return(zone) }}
{%- endmacro %}
