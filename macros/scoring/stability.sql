{# What is looked at by month: a lead counts once on a landmark, however many conversions look at it, also before their days have passed. #}
{% macro scored_landmarks() -%}
    select distinct
        model_id,
        lead_id,
        landmark_on,
        {{ month_of('landmark_on') }} as landmark_month,
        fit_score,
        engagement_score,
        lead_score
    from {{ ref('lead_outcomes') }}
    where lead_score is not null
{%- endmacro %}

{# One bin's part in the index of how far shares have moved: (share - former share) x ln(share / former share), never below 0, 0 where nothing
   moved. Where one side has no lead in the bin half a lead stands there, or the share of the other side where that is less: that a
   rare bin lacks in a small month is as expected, and no infinity.
   Source: the population or characteristic stability index of scorecards, N. Siddiqi, Credit Risk Scorecards, 2006; as a divergence
   H. Jeffreys, Proceedings of the Royal Society A 186 (1946). #}
{% macro stability_term(leads, all_leads, former_leads, all_former_leads) -%}
    {%- set share = '(cast(' ~ leads ~ ' as double) / ' ~ all_leads ~ ')' -%}
    {%- set former_share = '(cast(' ~ former_leads ~ ' as double) / ' ~ all_former_leads ~ ')' -%}
    {%- set share_seen = 'greatest(' ~ share ~ ', least(0.5e0 / ' ~ all_leads ~ ', ' ~ former_share ~ '))' -%}
    {%- set former_share_seen = 'greatest(' ~ former_share ~ ', least(0.5e0 / ' ~ all_former_leads ~ ', ' ~ share ~ '))' -%}
    ({{ share_seen }} - {{ former_share_seen }}) * ln({{ share_seen }} / {{ former_share_seen }})
{%- endmacro %}

{# What two samples of these sizes from the same leads reach by chance: of the same shares the index / (1 / n + 1 / m) is about
   chi-squared with a degree of freedom less than there are bins, so its mean is that number and its variance twice that; three
   standard deviations above the mean.
   Source: B. Yurdakul, J. Naranjo, Statistical properties of the population stability index, Journal of Risk Model Validation 14 (2020). #}
{% macro stability_by_chance(bins, all_leads, all_former_leads) -%}
    (1e0 / {{ all_leads }} + 1e0 / {{ all_former_leads }}) * (({{ bins }} - 1) + 3 * sqrt(2e0 * ({{ bins }} - 1)))
{%- endmacro %}
