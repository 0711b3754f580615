with source as (
    select * from {{ source('raw', 'campaign_costs') }}
),

bounds as (
    {{ time_bounds('campaign_costs', ['deleted_at', 'cost_date', 'loaded_at']) }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        source.campaign,
        source.source,
        source.cost_date,
        source.amount,
        {{ plausible_time('deleted_at') }} as deleted_at,
        source.loaded_at,
        source._source_file as source_file,
        source._load_batch_id as load_batch_id
    from source
    cross join bounds
    where
        source.amount is not null
        and {{ is_plausible_time('cost_date') }}
        and {{ is_plausible_time('loaded_at') }}
)

select * from final
