with payloads as (
    select * from {{ ref('lead_payloads') }}
),

final as (
    select
        lead_id,
        fit_grade,
        trend,
        lead_score
    from payloads
)

select * from final
