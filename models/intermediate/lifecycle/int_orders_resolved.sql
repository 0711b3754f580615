with order_lines as (
    select * from {{ ref('stg_raw__orders') }}
    where cast(greatest(ordered_at, loaded_at) as date) <= {{ as_of_date() }}
),

lead_ids as (
    {{ current_lead_ids() }}
),

final as (
    select
        order_lines.order_id,
        lead_ids.lead_key,
        order_lines.product_id,
        order_lines.amount,
        order_lines.ordered_at,
        coalesce(
            sum(order_lines.amount) over (partition by lead_ids.lead_key, order_lines.order_id) > 0, true
        ) as is_purchase
    from order_lines
    inner join lead_ids on order_lines.lead_id = lead_ids.lead_id
)

select * from final
