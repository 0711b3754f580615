with payloads as (
    select * from {{ ref('lead_payloads') }}
),

final as (
    select
        lead_id,
        owner_id,
        email,
        stage,
        fit_grade,
        segment,
        not_scored_reason,
        reason_1,
        reason_2,
        reason_3,
        recommended_action,
        hand_over_kind,
        engagement_band,
        fit_score,
        engagement_score,
        lead_score,
        handed_over_on,
        due_at
    from payloads
)

select * from final
