with models as (
    select distinct
        model_id,
        model_key
    from {{ ref('int_scoring_models') }}
),

outcomes as (
    select
        outcomes.conversion_id,
        outcomes.model_id,
        outcomes.landmark_on,
        leads.lead_key,
        models.model_key,
        case when outcomes.has_converted then 1 else 0 end as win_count,
        count(*) over everyone as all_leads,
        count_if(outcomes.has_converted) over everyone as all_wins
    from {{ ref('lead_outcomes') }} as outcomes
    inner join {{ ref('int_leads_keyed') }} as leads on outcomes.lead_id = leads.lead_id
    inner join models on outcomes.model_id = models.model_id
    where outcomes.is_mature and outcomes.lead_score is not null
    window everyone as (partition by outcomes.conversion_id, outcomes.model_id)
),

touched as (
    select distinct
        outcomes.*,
        rules.rule_id,
        'engagement' as rule_kind,
        cast(rules.points as decimal(18, 6)) as points
    from outcomes
    inner join {{ ref('int_rule_days_counting') }} as rule_days
        on
            outcomes.lead_key = rule_days.lead_key
            and outcomes.model_key = rule_days.model_key
            and outcomes.landmark_on >= rule_days.valid_from_on
            and outcomes.landmark_on < rule_days.valid_to_on
            and outcomes.landmark_on >= rule_days.counts_from_on
            and outcomes.landmark_on < rule_days.counts_to_on
            and rule_days.cycle_starts_on = {{ start_of_time() }}
    inner join {{ ref('int_engagement_rules') }} as rules on rule_days.rule_key = rules.rule_key
    union all
    select
        outcomes.*,
        fit.rule_id,
        'fit' as rule_kind,
        fit.contribution as points
    from outcomes
    inner join {{ ref('int_landmark_assessments') }} as dates
        on outcomes.lead_key = dates.lead_key and outcomes.landmark_on = dates.landmark_on
    inner join {{ ref('int_fit_assessments') }} as fit
        on
            dates.lead_key = fit.lead_key
            and dates.assessed_on = fit.assessed_on
            and outcomes.model_key = fit.model_key
    where fit.rule_id is not null
),

counted as (
    select
        touched.conversion_id,
        touched.model_id,
        touched.rule_kind,
        touched.rule_id,
        cast(count(*) as double) as leads,
        cast(sum(touched.win_count) as double) as wins,
        cast(max(touched.all_leads) - count(*) as double) as other_leads,
        cast(max(touched.all_wins) - sum(touched.win_count) as double) as other_wins,
        max(touched.points) as points
    from touched
    group by touched.conversion_id, touched.model_id, touched.rule_kind, touched.rule_id
),

final as (
    select
        conversion_id,
        model_id,
        rule_kind,
        rule_id,
        points,
        cast(leads as bigint) as leads_with,
        cast(wins as bigint) as conversions_with,
        cast(other_leads as bigint) as leads_without,
        cast(other_wins as bigint) as conversions_without,
        {{ exact('wins / leads / nullif((wins + other_wins) / (leads + other_leads), 0)') }} as lift,
        {{ exact(log_odds('wins', 'leads', 'other_wins', 'other_leads')) }} as log_odds,
        {{ exact(log_odds_error('wins', 'leads', 'other_wins', 'other_leads')) }} as standard_error,
        {{ exact(log_odds('wins', 'leads', 'other_wins', 'other_leads') ~ ' / nullif(points, 0)') }}
            as log_odds_per_point,
        {{ finding_of_rule('points', 'wins', 'leads', 'other_wins', 'other_leads') }} as finding,
        {{ as_of_date() }} as as_of_date
    from counted
)

select * from final
