{# Points of accepted events on one day, rounded as a contribution is (semantics 5.4), where a condition holds, else 0. #}
{% macro points_when(condition, factor, count) -%}
    case
            when {{ condition }} then {{ exact('cast(rule_days.points as double) * ' ~ factor ~ ' * ' ~ count) }}
            else 0
        end
{%- endmacro %}
