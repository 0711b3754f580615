with source as (
    select * from {{ source('raw', 'sales_activities') }}
),

final as (
    select
        activity_id,
        lead_id,
        owner_id,
        activity_type,
        reason,
        occurred_at,
        loaded_at,
        _source_file as source_file,
        _load_batch_id as load_batch_id
    from source
)

select * from final
