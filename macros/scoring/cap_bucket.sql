{# The period of a cap in which a date lies (semantics 5.1): floor((date - 1970-01-01) / cap_days), every day without cap_days. #}
{% macro cap_bucket(date, cap_days) -%}
    floor({{ day_difference(date, "cast('1970-01-01' as date)") }} / coalesce({{ cap_days }}, 1))
{%- endmacro %}
