with leads as (
    select * from {{ ref('int_leads_known') }}
    where known_on = {{ as_of_date() }}
),

scores as (
    select * from {{ ref('int_lead_scores') }}
    where status = 'active'
),

trends as (
    select * from {{ ref('int_engagement_trends') }}
),

final as (
    select
        leads.lead_id,
        leads.account_id,
        leads.audience,
        scores.model_id,
        ruleset.ruleset_version,
        scores.fit_grade,
        lifecycle.lifecycle_stage,
        coalesce(
            exclusions.segment, cells.segment, case when scores.lead_key is null then 'dismiss' end
        ) as segment,
        coalesce(exclusions.recommended_action, cells.recommended_action) as recommended_action,
        coalesce(exclusions.kind, case when scores.lead_key is null then 'no_active_model' end) as not_scored_reason,
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
        scores.engagement_band,
        next_activities.points_to_next_band,
        scores.fit_score,
        scores.fit_completeness,
        scores.engagement_score,
        case when exclusions.lead_key is null then scores.lead_score end as lead_score,
        scores.lead_score as shadow_score,
        trends.lifetime_engagement,
        trends.peak_engagement,
        trends.engagement_7d_ago,
        trends.engagement_30d_ago,
        scores.fit_override_points,
        scores.engagement_override_points,
        exclusions.lead_key is not null as is_excluded,
        {{ as_of_date() }} as as_of_date,
        trends.peak_engagement_on,
        going_cold.leaves_band_on,
        last_engagements.last_engaged_at
    from leads
    cross join {{ ref('int_ruleset') }} as ruleset
    left join scores on leads.lead_key = scores.lead_key
    left join trends on leads.lead_key = trends.lead_key
    left join {{ ref('int_lead_lifecycle') }} as lifecycle on leads.lead_key = lifecycle.lead_key
    left join {{ ref('int_lead_exclusions') }} as exclusions
        on
            leads.lead_key = exclusions.lead_key
            and leads.known_on = exclusions.known_on
            and leads.known_on = exclusions.as_of_on
    left join {{ ref('int_last_engagements') }} as last_engagements on leads.lead_key = last_engagements.lead_key
    left join {{ ref('int_top_reasons') }} as reasons on leads.lead_key = reasons.lead_key
    left join {{ ref('int_next_activities') }} as next_activities on leads.lead_key = next_activities.lead_key
    left join {{ ref('int_missing_attributes') }} as missing_attributes
        on leads.lead_key = missing_attributes.lead_key
    left join {{ ref('going_cold') }} as going_cold on leads.lead_id = going_cold.lead_id
    left join {{ ref('int_priority_cells') }} as cells
        on
            scores.fit_grade = cells.grade
            and scores.engagement_band = cells.band
            and lifecycle.lifecycle_stage = cells.lifecycle_stage
)

select * from final
