{# Whether a rule row is valid on a date: valid_from <= date < valid_to, an empty valid_to never ends. #}
{% macro valid_on(rule, date) -%}
    {{ rule }}.valid_from <= {{ date }} and ({{ rule }}.valid_to is null or {{ date }} < {{ rule }}.valid_to)
{%- endmacro %}
