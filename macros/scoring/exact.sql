{# A contribution as it is summed: rounded to six places, a decimal, so that sums do not depend on their order. Written with whole
   numbers because engines differ in how they round a double to a decimal place. #}
{% macro exact(number) -%}
    cast(round(({{ number }}) * 1000000) / 1000000 as decimal(18, 6))
{%- endmacro %}

{# The same of a ratio of amounts, which may be of any size. #}
{% macro exact_of_amounts(number) -%}
    cast(round(({{ number }}) * 1000000) / 1000000 as decimal(38, 6))
{%- endmacro %}
