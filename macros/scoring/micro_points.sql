{# What a rule day adds on a date (semantics 5.4), in millionths of a point: whole numbers add up exactly and fast. #}
{% macro micro_points(rule_days, date) -%}
    {{ decayed_micro_points(
        rule_days ~ '.points', rule_days ~ '.accepted_count', rule_days ~ '.decay', day_difference(date, rule_days ~ '.activity_on'),
        rule_days ~ '.decay_days'
    ) }}
{%- endmacro %}

{# A sum of millionths as points. #}
{% macro points_of_micro(micro_points) -%}
    cast(cast({{ micro_points }} as decimal(18, 0)) * cast(0.000001 as decimal(7, 6)) as decimal(18, 6))
{%- endmacro %}
