with rejections as (
    select * from {{ ref('stg_sync__rejections') }}
),

final as (
    select
        destination,
        lead_id,
        reason,
        run_no,
        attempts,
        first_rejected_at,
        last_rejected_at,
        retry_at,
        retry_at is null as waits_for_somebody
    from rejections
)

select * from final
