{# Seconds a calendar has been open up to a moment. hours: the row of int_business_hours with opens_at <= moment < next_opens_at;
   without one nothing had opened yet. #}
{% macro seconds_open_at(hours, moment) -%}
    coalesce(
        least({{ hours }}.seconds_before + {{ second_difference(moment, hours ~ '.opens_at') }}, {{ hours }}.seconds_through), 0
    )
{%- endmacro %}
