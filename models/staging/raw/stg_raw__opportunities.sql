with source as (
    select * from {{ source('raw', 'opportunities') }}
),

final as (
    select
        opportunity_id,
        lead_id,
        account_id,
        stage,
        amount,
        is_closed,
        is_won,
        created_at,
        closed_at,
        loaded_at,
        _source_file as source_file,
        _load_batch_id as load_batch_id
    from source
)

select * from final
