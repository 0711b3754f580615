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
        reason_1,
        reason_2,
        recommended_action,
        hand_over_kind,
        engagement_band,
        lead_score,
        handed_over_on,
        due_at
    from payloads
)

select * from final
