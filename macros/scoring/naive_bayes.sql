{# How much more often a value was seen of leads that converted than of others, as the log of the ratio of its shares; a tenth of a lead is
   added to both counts, as Odoo does, so that a value that only one of them had is finite. Source: Odoo 17, addons/crm,
   predictive lead scoring (naive Bayes over frequencies of values of won and lost leads).
   In double: a ratio of decimals has as few as six places on Spark. #}
{% macro naive_bayes_evidence(wins, others, all_wins, all_others) -%}
    ln(((cast({{ wins }} as double) + 0.1) / {{ all_wins }}) / ((cast({{ others }} as double) + 0.1) / {{ all_others }}))
{%- endmacro %}
