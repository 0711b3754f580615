with source as (
    select * from {{ source('raw', 'orders') }}
),

final as (
    select
        order_id,
        lead_id,
        account_id,
        product_id,
        quantity,
        amount,
        ordered_at,
        loaded_at,
        _source_file as source_file,
        _load_batch_id as load_batch_id
    from source
)

select * from final
