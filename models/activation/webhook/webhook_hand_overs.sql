with payloads as (
    select * from {{ ref('lead_payloads') }}
    where hand_over_kind is not null
),

final as (
    select
        lead_id,
        owner_id,
        email,
        fit_grade,
        reason_1,
        reason_2,
        reason_3,
        recommended_action,
        hand_over_kind,
        engagement_band,
        lead_score,
        handed_over_on,
        due_at
    from payloads
)

select * from final
