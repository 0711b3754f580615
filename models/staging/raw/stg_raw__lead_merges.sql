with source as (
    select * from {{ source('raw', 'lead_merges') }}
),

final as (
    select
        merged_lead_id,
        surviving_lead_id,
        merged_at,
        loaded_at,
        _source_file as source_file,
        _load_batch_id as load_batch_id
    from source
)

select * from final
