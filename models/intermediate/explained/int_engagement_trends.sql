with thresholds as (
    select
        max(stage_thresholds.threshold_value) filter (where stage_thresholds.threshold_id = 'trend_improving')
            as improving_points,
        max(stage_thresholds.threshold_value) filter (where stage_thresholds.threshold_id = 'trend_declining')
            as declining_points
    from {{ ref('stage_thresholds') }} as stage_thresholds
    where {{ valid_on('stage_thresholds', as_of_date()) }}
),

scores as (
    select * from {{ ref('int_scores_today') }}
    where status = 'active'
),

-- With all events; those of 7 and 30 days ago are read.
history as {{ not_materialized() }} (
    select * from {{ ref('int_engagement_scores') }}
    where is_active_model and cycle_starts_on = {{ start_of_time() }}
),

activity as (
    select
        lead_key,
        as_of_date,
        {{ overridden_score('unclipped_points', 'override_points') }} as engagement_score
    from {{ ref('int_turning_scores') }}
    where is_activity_date and cycle_starts_on = {{ start_of_time() }}
),

peaks as (
    select
        lead_key,
        engagement_score,
        as_of_date,
        row_number() over (
            partition by lead_key order by engagement_score desc nulls last, as_of_date asc nulls last
        ) as position_of_score
    from activity
),

lifetimes as (
    select
        rule_days.lead_key,
        sum(rules.points * rule_days.accepted_count) as points
    from {{ ref('int_rule_days_accepted') }} as rule_days
    inner join {{ ref('int_engagement_rules') }} as rules on rule_days.rule_key = rules.rule_key
    inner join scores on rule_days.lead_key = scores.lead_key and rule_days.model_key = scores.model_key
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
        week_ago.engagement_score as engagement_7d_ago,
        month_ago.engagement_score as engagement_30d_ago,
        peaks.as_of_date as peak_engagement_on,
        cast(coalesce(lifetimes.points, 0) as decimal(18, 6)) as lifetime_engagement,
        coalesce(peaks.engagement_score, cast(0 as decimal(18, 6))) as peak_engagement,
        case
            when week_ago.engagement_score is null or scores.engagement_score is null then 'not_enough_history'
            when scores.engagement_score - week_ago.engagement_score >= thresholds.improving_points then 'improving'
            when scores.engagement_score - week_ago.engagement_score <= thresholds.declining_points then 'declining'
            else 'steady'
        end as trend
    from {{ ref('int_leads_known') }} as leads
    cross join thresholds
    left join scores on leads.lead_key = scores.lead_key
    left join lifetimes on leads.lead_key = lifetimes.lead_key
    left join peaks on leads.lead_key = peaks.lead_key and peaks.position_of_score = 1
    left join history as week_ago
        on leads.lead_key = week_ago.lead_key and week_ago.known_on = {{ add_days(as_of_date(), -7) }}
    left join history as month_ago
        on leads.lead_key = month_ago.lead_key and month_ago.known_on = {{ add_days(as_of_date(), -30) }}
    where leads.known_on = {{ as_of_date() }}
)

select * from final
