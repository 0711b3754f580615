with source as (
    select * from {{ source('raw', 'orders') }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        {{ id_in_namespace('order_id') }} as order_id,
        source.line_id,
        case when no_lead_id.value is null then source.lead_id end as lead_id,
        case when no_account_id.value is null then source.account_id end as account_id,
        source.product_id,
        source.quantity,
        source.amount,
        source.ordered_at,
        source.id_namespace,
        {{ plausible_time('orders', 'deleted_at') }} as deleted_at,
        source.loaded_at,
        source._source_file as source_file,
        source._load_batch_id as load_batch_id
    from source
    left join {{ placeholders() }} as no_lead_id
        on {{ is_placeholder('no_lead_id', 'lead_id') }}
    left join {{ placeholders() }} as no_account_id
        on {{ is_placeholder('no_account_id', 'account_id') }}
    where
        {{ is_given('order_id') }}
        and {{ is_plausible_time('orders', 'ordered_at') }}
        and {{ is_plausible_time('orders', 'loaded_at') }}
)

select * from final
