{# The moment of a change of stage: its own, or the last one of its date where the facts have a date only (docs/funnel.md, Order). #}
{% macro moment_of(happened_at, happened_on) -%}
    coalesce({{ happened_at }}, {{ business_midnight(add_days(happened_on, 1)) }} - interval '1' microsecond)
{%- endmacro %}
