with source as (
    select * from {{ source('raw', 'orders') }}
),

placeholders as (
    {{ placeholders_in_lines() }}
),

bounds as (
    {{ time_bounds('orders', ['deleted_at', 'ordered_at', 'loaded_at']) }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        {{ id_in_namespace('order_id', ['ordered_at', 'lead_id']) }} as order_id,
        source.line_id,
        source.lead_id,
        source.account_id,
        source.product_id,
        source.quantity,
        source.amount,
        source.ordered_at,
        source.id_namespace,
        {{ plausible_time('deleted_at') }} as deleted_at,
        source.loaded_at,
        source._source_file as source_file,
        source._load_batch_id as load_batch_id
    from source
    cross join placeholders
    cross join bounds
    where
        {{ is_given('order_id') }}
        and {{ is_plausible_time('ordered_at') }}
        and {{ is_plausible_time('loaded_at') }}
)

select * from final
