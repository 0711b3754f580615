{# A bound of the Wilson score interval of a share at 95 % confidence (z = 1.96), 0 to 1, six places; null without trials.
   sign: '-' the lower, '+' the upper bound. Source: E. B. Wilson, Probable inference, JASA 22 (1927), solved for the share. #}
{% macro wilson_bound(successes, trials, sign) -%}
    {%- set z = '1.96' -%}
    {%- set variance = successes ~ ' * (1 - cast(' ~ successes ~ ' as double) / nullif(' ~ trials ~ ', 0))' -%}
    {%- set margin = z ~ ' * sqrt(' ~ z ~ ' * ' ~ z ~ ' + 4 * ' ~ variance ~ ')' -%}
    {{ exact(
        '(2 * ' ~ successes ~ ' + ' ~ z ~ ' * ' ~ z ~ ' ' ~ sign ~ ' ' ~ margin ~ ') / (2 * (' ~ trials ~ ' + ' ~ z ~ ' * '
        ~ z ~ '))'
    ) }}
{%- endmacro %}
