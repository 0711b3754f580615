with source as (
    select * from {{ source('raw', 'rejected_rows') }}
),

final as (
    select
        table_name,
        source_file,
        line_number,
        column_name,
        reason,
        raw_text,
        _load_batch_id as load_batch_id,
        loaded_at
    from source
)

select * from final
