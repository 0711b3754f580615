with leads as (
    select * from {{ ref('int_leads_known') }}
    where is_published
),

scores as (
    select * from {{ ref('int_scores_by_date') }}
    where status = {{ scored_status() }} and known_on = as_of_date
),

-- Excluded leads keep their shadow score, so that the effect of an exclusion can be seen.
final as (
    select
        leads.lead_key,
        leads.lead_id,
        scores.model_id,
        ruleset.ruleset_version,
        scores.fit_grade,
        lifecycle.lifecycle_stage,
        scores.engagement_band,
        scores.fit_score,
        scores.engagement_score,
        scores.lead_score as shadow_score,
        leads.known_on as as_of_date,
        coalesce(
            exclusions.segment, cells.segment, case when scores.lead_key is null then 'dismiss' end
        ) as segment,
        coalesce(exclusions.recommended_action, cells.recommended_action) as recommended_action,
        coalesce(exclusions.kind, case when scores.lead_key is null then 'no_active_model' end) as not_scored_reason,
        case when exclusions.lead_key is null then scores.lead_score end as lead_score,
        exclusions.lead_key is not null as is_excluded
    from leads
    cross join {{ ref('int_ruleset') }} as ruleset
    left join scores on leads.lead_key = scores.lead_key and leads.known_on = scores.known_on
    left join {{ ref('int_lead_lifecycle') }} as lifecycle
        on leads.lead_key = lifecycle.lead_key and leads.known_on = lifecycle.known_on
    left join {{ ref('int_lead_exclusions') }} as exclusions
        on
            leads.lead_key = exclusions.lead_key
            and leads.known_on = exclusions.known_on and leads.known_on = exclusions.as_of_date
    left join {{ ref('int_priority_cells') }} as cells
        on
            scores.fit_grade = cells.grade
            and scores.engagement_band = cells.band
            and lifecycle.lifecycle_stage = cells.lifecycle_stage
            and leads.known_on >= cells.valid_from
            and leads.known_on < cells.valid_to
)

select * from final
