with source as (
    select * from {{ source('raw', 'campaign_costs') }}
),

final as (
    select
        campaign,
        source,
        cost_date,
        amount,
        loaded_at,
        _source_file as source_file,
        _load_batch_id as load_batch_id
    from source
)

select * from final
