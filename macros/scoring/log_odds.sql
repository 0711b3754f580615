{# The log of the odds ratio of those with a rule against those without, half a lead added to each of the four cells so that it is
   finite. Source: J. B. S. Haldane, Annals of Human Genetics 20 (1956). #}
{% macro log_odds(wins, leads, other_wins, other_leads) -%}
    ln(
        ({{ wins }} + 0.5) * ({{ other_leads }} - {{ other_wins }} + 0.5)
        / (({{ leads }} - {{ wins }} + 0.5) * ({{ other_wins }} + 0.5))
    )
{%- endmacro %}

{# Its standard error. #}
{% macro log_odds_error(wins, leads, other_wins, other_leads) -%}
    sqrt(
        1 / ({{ wins }} + 0.5) + 1 / ({{ leads }} - {{ wins }} + 0.5)
        + 1 / ({{ other_wins }} + 0.5) + 1 / ({{ other_leads }} - {{ other_wins }} + 0.5)
    )
{%- endmacro %}

{# What outcomes say of the points of a rule, where the 95 % interval of its log-odds does not hold 0: supported, contrary, or
   ignored (outcomes differ, and the rule gives no points); else undecided. #}
{% macro finding_of_rule(points, wins, leads, other_wins, other_leads) -%}
    {%- set odds = log_odds(wins, leads, other_wins, other_leads) -%}
    {%- set standard_error = log_odds_error(wins, leads, other_wins, other_leads) -%}
    case
        when abs({{ odds }}) <= 1.96 * {{ standard_error }} then 'undecided'
        when {{ points }} = 0 then 'ignored'
        when ({{ points }} > 0) = ({{ odds }} > 0) then 'supported'
        else 'contrary'
    end
{%- endmacro %}
