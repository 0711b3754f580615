{# A contribution as it is summed: rounded to six places, a decimal, so that sums do not depend on their order. #}
{% macro exact(number) -%}
    cast(round({{ number }}, 6) as decimal(18, 6))
{%- endmacro %}
