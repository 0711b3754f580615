with source as (
    select * from {{ source('raw', 'identity_links') }}
),

final as (
    select
        anonymous_id,
        lead_id,
        linked_at,
        loaded_at,
        _source_file as source_file,
        _load_batch_id as load_batch_id
    from source
)

select * from final
