{# A number as people write it: 50 for 50.000000, 12.5 for 12.500000. Text, at most six decimals. #}
{% macro plain_number(number, digits=18) -%}
    regexp_replace(cast(cast({{ number }} as decimal({{ digits }}, 6)) as string), '[.]?0+$', '')
{%- endmacro %}
