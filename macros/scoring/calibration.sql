{# By how many standard errors conversions miss what was promised: (came - promised) / sqrt(variance), the variance of a sum of
   independent yes-or-no outcomes being the sum of p (1 - p). Null where nothing was uncertain.
   Source: D. J. Spiegelhalter, Probabilistic prediction in patient management, Statistics in Medicine 5 (1986). #}
{% macro promise_missed(came, promised, variance) -%}
    (({{ came }} - {{ promised }}) / sqrt(cast(nullif({{ variance }}, 0) as double)))
{%- endmacro %}

{# The sum of the squared errors of leads with one probability, six places: what the Brier score is the mean of.
   Source: G. W. Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review 78 (1950). #}
{% macro squared_errors(leads, wins, probability) -%}
    {{ exact(
        'cast(' ~ wins ~ ' as double) * (1 - ' ~ probability ~ ') * (1 - ' ~ probability ~ ') + (' ~ leads ~ ' - ' ~ wins ~ ') * cast('
        ~ probability ~ ' as double) * ' ~ probability
    ) }}
{%- endmacro %}

{# The part of leads with one probability in that variance. #}
{% macro promise_variance(leads, probability) -%}
    {{ exact('cast(' ~ leads ~ ' as double) * ' ~ probability ~ ' * (1 - ' ~ probability ~ ')') }}
{%- endmacro %}
