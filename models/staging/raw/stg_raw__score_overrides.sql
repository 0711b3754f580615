with source as (
    select * from {{ source('raw', 'score_overrides') }}
),

final as (
    select
        override_id,
        lead_id,
        dimension,
        points,
        author,
        reason,
        starts_on,
        expires_on,
        loaded_at,
        _source_file as source_file,
        _load_batch_id as load_batch_id
    from source
)

select * from final
