{# A bound of the 95 % interval of the difference of two rates, six places, from the Wilson bounds of each: for the lower one the lower of
   the first and the upper of the second, for the upper one the other way. sign: '-' the lower, '+' the upper bound. Source:
   R. G. Newcombe, Interval estimation for the difference between independent proportions, Statistics in Medicine 17 (1998), method 10. #}
{% macro rate_difference_bound(p1, bound_1, p0, bound_0, sign) -%}
    {{ exact(
        p1 ~ ' - ' ~ p0 ~ ' ' ~ sign ~ ' sqrt((' ~ p1 ~ ' - ' ~ bound_1 ~ ') * (' ~ p1 ~ ' - ' ~ bound_1 ~ ') + (' ~ p0 ~ ' - ' ~ bound_0
        ~ ') * (' ~ p0 ~ ' - ' ~ bound_0 ~ '))'
    ) }}
{%- endmacro %}
