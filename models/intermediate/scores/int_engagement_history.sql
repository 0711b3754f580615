with scores as {{ not_materialized() }} (
    select * from {{ ref('int_engagement_scores') }}
    where is_active_model and cycle_starts_on = {{ start_of_time() }}
),

peaks as (
    select
        lead_key,
        engagement_score,
        as_of_date,
        row_number() over (
            partition by lead_key order by engagement_score desc nulls last, as_of_date asc nulls last
        ) as position_of_score
    from scores
    where is_activity_date and known_on = {{ as_of_date() }}
),

lifetimes as (
    select
        rule_days.lead_key,
        sum(rules.points * rule_days.accepted_count) as lifetime_engagement
    from {{ ref('int_rule_days_accepted') }} as rule_days
    inner join {{ ref('int_engagement_rules') }} as rules on rule_days.rule_key = rules.rule_key
    inner join scores
        on
            rule_days.lead_key = scores.lead_key
            and rule_days.model_key = scores.model_key
            and scores.known_on = {{ as_of_date() }}
            and scores.as_of_date = {{ as_of_date() }}
    where
        rule_days.valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < rule_days.valid_to_on
        and rule_days.cycle_starts_on = {{ start_of_time() }}
        and rules.valid_from <= {{ as_of_date() }}
        and {{ as_of_date() }} < rules.valid_to
    group by rule_days.lead_key
),

final as (
    select
        leads.lead_key,
        cast(coalesce(lifetimes.lifetime_engagement, 0) as decimal(18, 6)) as lifetime_engagement,
        week_ago.engagement_score as engagement_7d_ago,
        month_ago.engagement_score as engagement_30d_ago,
        peaks.as_of_date as peak_engagement_on,
        coalesce(peaks.engagement_score, cast(0 as decimal(18, 6))) as peak_engagement
    from {{ ref('int_leads_known') }} as leads
    left join lifetimes on leads.lead_key = lifetimes.lead_key
    left join peaks on leads.lead_key = peaks.lead_key and peaks.position_of_score = 1
    left join scores as week_ago
        on leads.lead_key = week_ago.lead_key and week_ago.known_on = {{ add_days(as_of_date(), -7) }}
    left join scores as month_ago
        on leads.lead_key = month_ago.lead_key and month_ago.known_on = {{ add_days(as_of_date(), -30) }}
    where leads.known_on = {{ as_of_date() }}
)

select * from final
