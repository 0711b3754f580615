{# Whether two rows are of the same date to score: lead, model, the date known and the date scored. #}
{% macro same_date_scored(a, b) -%}
    {{ a }}.lead_key = {{ b }}.lead_key
            and {{ a }}.model_key = {{ b }}.model_key
            and {{ a }}.known_on = {{ b }}.known_on
            and {{ a }}.as_of_date = {{ b }}.as_of_date
{%- endmacro %}
