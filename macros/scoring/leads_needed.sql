{# How many leads an experiment needs so that a difference of two rates is found with 80 % power at the 5 % level: p1 and p0 the rates
   of those handed over and held out, share the part held out. (1.959964 + 0.841621) squared is 7.848879. Null where the rates are the
   same. Source: J. L. Fleiss, Statistical Methods for Rates and Proportions, 1981, chapter 3, without the correction. #}
{% macro leads_needed(p1, p0, share) -%}
    cast(ceil(
        7.848879 * ({{ p1 }} * (1 - {{ p1 }}) / nullif(1 - {{ share }}, 0) + {{ p0 }} * (1 - {{ p0 }}) / nullif({{ share }}, 0))
        / nullif(({{ p1 }} - {{ p0 }}) * ({{ p1 }} - {{ p0 }}), 0)
    ) as bigint)
{%- endmacro %}
