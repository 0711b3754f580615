with leads as (
    select * from {{ ref('int_leads_known') }}
    where known_on = {{ as_of_date() }}
),

states as (
    select * from {{ ref('int_lead_states') }}
    where as_of_date = {{ as_of_date() }}
),

scores as (
    select * from {{ ref('int_scores_today') }}
    where status = 'active'
),

chances as (
    select
        states.lead_key,
        awaited.conversion_id,
        case when bands.status = 'stands' and not awaited.is_over then bands.probability end as conversion_probability,
        case when bands.status = 'stands' and not awaited.is_over then bands.probability_low end
            as conversion_probability_low,
        case when bands.status = 'stands' and not awaited.is_over then bands.probability_high end
            as conversion_probability_high,
        case
            when awaited.conversion_id is null then 'no_conversion'
            when states.lead_score is null then 'not_scored'
            when awaited.is_over then 'converted'
            when bands.band_no is null then 'too_few_outcomes'
            when bands.status <> 'stands' then bands.status
        end as no_probability_reason
    from states
    left join {{ ref('int_conversions_awaited') }} as awaited on states.lead_key = awaited.lead_key
    left join {{ ref('score_calibration') }} as bands
        on
            awaited.conversion_id = bands.conversion_id
            and states.model_id = bands.model_id
            and states.lead_score >= bands.score_from
            and (states.lead_score < bands.score_to or bands.score_to is null)
),

final as (
    select
        leads.lead_id,
        leads.account_id,
        leads.audience,
        states.model_id,
        states.ruleset_version,
        states.fit_grade,
        states.lifecycle_stage,
        states.segment,
        states.recommended_action,
        states.not_scored_reason,
        chances.conversion_id,
        chances.no_probability_reason,
        trends.trend,
        reasons.top_reason_1,
        reasons.top_reason_2,
        reasons.top_reason_3,
        reasons.top_concern_1,
        reasons.top_concern_2,
        reasons.top_concern_3,
        next_activities.next_band_activity,
        missing_attributes.missing_attribute,
        missing_attributes.attainable_grade,
        states.engagement_band,
        next_activities.points_to_next_band,
        states.fit_score,
        scores.fit_completeness,
        states.engagement_score,
        states.lead_score,
        states.shadow_score,
        chances.conversion_probability,
        chances.conversion_probability_low,
        chances.conversion_probability_high,
        trends.lifetime_engagement,
        trends.peak_engagement,
        trends.engagement_7d_ago,
        trends.engagement_30d_ago,
        scores.fit_override_points,
        scores.engagement_override_points,
        states.is_excluded,
        states.as_of_date,
        trends.peak_engagement_on,
        going_cold.leaves_band_on,
        last_engagements.last_engaged_at
    from leads
    inner join states on leads.lead_key = states.lead_key
    inner join chances on leads.lead_key = chances.lead_key
    left join scores on leads.lead_key = scores.lead_key
    left join {{ ref('int_engagement_trends') }} as trends on leads.lead_key = trends.lead_key
    left join {{ ref('int_last_engagements') }} as last_engagements on leads.lead_key = last_engagements.lead_key
    left join {{ ref('int_top_reasons') }} as reasons on leads.lead_key = reasons.lead_key
    left join {{ ref('int_next_activities') }} as next_activities on leads.lead_key = next_activities.lead_key
    left join {{ ref('int_missing_attributes') }} as missing_attributes
        on leads.lead_key = missing_attributes.lead_key
    left join {{ ref('going_cold') }} as going_cold on leads.lead_id = going_cold.lead_id
)

select * from final
