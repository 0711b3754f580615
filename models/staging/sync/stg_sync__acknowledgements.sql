with source as (
    select * from {{ source('sync', 'ledger') }}
),

final as (
    select
        destination,
        lead_id,
        acknowledged_at,
        run_no
    from source
)

select * from final
