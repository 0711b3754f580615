{# Whether the half-open period of a row has begun, and whether it has ended, on the as-of date: two expressions. #}
{% macro period_states(rows) -%}
    {{ rows }}.valid_from_on <= {{ as_of_date() }}, {{ rows }}.valid_to_on <= {{ as_of_date() }}
{%- endmacro %}
