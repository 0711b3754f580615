{# The day of the business on which a moment (UTC) lies. The one way from a moment to a day. #}
{% macro business_date(moment) -%}
    cast({{ business_time(moment) }} as date)
{%- endmacro %}

{# What the clock of the business shows at a moment (UTC), a timestamp without zone. #}
{% macro business_time(moment) -%}
    {%- set zone = business_time_zone() -%}
    {{ moment if zone == 'UTC' else from_utc(moment, "'" ~ zone ~ "'") }}
{%- endmacro %}
