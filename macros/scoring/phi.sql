{# The correlation of two yes-or-no facts (phi): 1 where both hold for the same, 0 where they know nothing of each other; empty where one
   holds for all or for none. Counts of those with both, with each, and of everyone. Source: G. U. Yule, JRSS 75 (1912). #}
{% macro phi(both, one, other, everyone) -%}
    ({{ everyone }} * {{ both }} - {{ one }} * {{ other }})
    / nullif(sqrt({{ one }} * ({{ everyone }} - {{ one }}) * {{ other }} * ({{ everyone }} - {{ other }})), 0)
{%- endmacro %}
