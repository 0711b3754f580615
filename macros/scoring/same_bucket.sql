{# Whether two rows are of the same bucket of a cap: lead, rule version, cycle and period. #}
{% macro same_bucket(a, b) -%}
    {{ a }}.lead_key = {{ b }}.lead_key
            and {{ a }}.cycle_starts_on = {{ b }}.cycle_starts_on
            and {{ a }}.rule_key = {{ b }}.rule_key
            and {{ a }}.bucket = {{ b }}.bucket
{%- endmacro %}
