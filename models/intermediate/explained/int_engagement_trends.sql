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

final as (
    select
        history.lead_key,
        history.lifetime_engagement,
        history.peak_engagement,
        history.engagement_7d_ago,
        history.engagement_30d_ago,
        history.peak_engagement_on,
        case
            when history.engagement_7d_ago is null or scores.engagement_score is null then 'not_enough_history'
            when scores.engagement_score - history.engagement_7d_ago >= thresholds.improving_points then 'improving'
            when scores.engagement_score - history.engagement_7d_ago <= thresholds.declining_points then 'declining'
            else 'steady'
        end as trend
    from {{ ref('int_engagement_history') }} as history
    cross join thresholds
    left join scores on history.lead_key = scores.lead_key
)

select * from final
