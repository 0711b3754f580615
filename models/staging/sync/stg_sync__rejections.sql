with source as (
    select * from {{ source('sync', 'rejects') }}
),

final as (
    select
        destination,
        lead_id,
        reason,
        attempts,
        first_rejected_at,
        last_rejected_at,
        retry_at,
        run_no
    from source
)

select * from final
