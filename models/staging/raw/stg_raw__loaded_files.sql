with source as (
    select * from {{ source('raw', 'loaded_files') }}
),

final as (
    select
        content_hash,
        source_file,
        table_name,
        row_count,
        landed_count,
        rejected_count,
        _load_batch_id as load_batch_id,
        loaded_at
    from source
)

select * from final
