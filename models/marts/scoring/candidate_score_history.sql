with states as (
    select * from {{ ref('int_lead_states') }}
    where {{ scored_status() }} = 'candidate' and model_id is not null
),

final as (
    select
        lead_id,
        as_of_date,
        model_id,
        ruleset_version,
        fit_grade,
        lifecycle_stage,
        segment,
        not_scored_reason,
        engagement_band,
        fit_score,
        engagement_score,
        lead_score,
        shadow_score
    from states
)

select * from final
