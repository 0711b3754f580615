{# The operand of a rule, or the lower end of a between written as the list low|high. #}
{% macro low_operand(rule) -%}
    case when {{ rule }}.operator = 'between' then split_part({{ rule }}.value, '|', 1) else {{ rule }}.value end
{%- endmacro %}

{# The upper end of a between: value_high where the rule has one, else the second part of the list low|high; else null. #}
{% macro high_operand(rule, value_high='null') -%}
    case
        when {{ rule }}.operator = 'between'
            then coalesce({{ value_high }}, nullif(split_part({{ rule }}.value, '|', 2), ''))
    end
{%- endmacro %}
