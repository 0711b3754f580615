with leads as (
    select * from {{ ref('int_leads_known') }}
    where known_on = {{ as_of_date() }}
),

purchases as (
    select
        *,
        {{ business_date('ordered_at') }} as purchased_on
    from {{ ref('int_orders_resolved') }}
    where is_purchase
),

final as (
    select
        leads.lead_id,
        count(distinct purchases.order_id) as purchases,
        cast(coalesce(sum(purchases.amount), 0) as decimal(38, 2)) as revenue,
        purchases.purchased_on,
        {{ as_of_date() }} as as_of_date
    from leads
    inner join purchases on leads.lead_key = purchases.lead_key
    group by leads.lead_id, purchases.purchased_on
)

select * from final
