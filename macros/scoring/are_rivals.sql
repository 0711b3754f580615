{# Whether two rows are of events of which only one counts (semantics 3.2): same lead, type and key of duplicates. #}
{% macro are_rivals(a, b) -%}
    {{ a }}.lead_key = {{ b }}.lead_key
            and {{ a }}.event_type_key = {{ b }}.event_type_key
            and {{ a }}.dedupe_key = {{ b }}.dedupe_key
{%- endmacro %}
