{# A bound of the 95 % interval of an AUC, 0 to 1, six places; null without an AUC. sign: '-' the lower, '+' the upper bound.
   Source: J. A. Hanley, B. J. McNeil, The meaning and use of the area under a ROC curve, Radiology 143 (1982). #}
{% macro auc_bound(auc, positives, negatives, sign) -%}
    {%- set q1 = '(' ~ auc ~ ' / (2 - ' ~ auc ~ '))' -%}
    {%- set q2 = '(2 * ' ~ auc ~ ' * ' ~ auc ~ ' / (1 + ' ~ auc ~ '))' -%}
    {%- set square = '(' ~ auc ~ ' * ' ~ auc ~ ')' -%}
    {%- set variance = '(' ~ auc ~ ' * (1 - ' ~ auc ~ ') + (' ~ positives ~ ' - 1) * (' ~ q1 ~ ' - ' ~ square ~ ') + ('
        ~ negatives ~ ' - 1) * (' ~ q2 ~ ' - ' ~ square ~ ')) / nullif(' ~ positives ~ ' * (' ~ negatives ~ '), 0)' -%}
    case
        when {{ auc }} is not null
            then {{ exact('greatest(0, least(1, ' ~ auc ~ ' ' ~ sign ~ ' 1.96 * sqrt(greatest(0, ' ~ variance ~ '))))') }}
    end
{%- endmacro %}
