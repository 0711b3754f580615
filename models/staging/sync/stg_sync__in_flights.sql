with source as (
    select * from {{ source('sync', 'inflight') }}
),

final as (
    select
        destination,
        lead_id,
        sent_at,
        run_no
    from source
)

select * from final
