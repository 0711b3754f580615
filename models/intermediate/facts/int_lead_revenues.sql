with leads as (
    select * from {{ ref('int_leads_known') }}
    where known_on = {{ as_of_date() }}
),

purchases as (
    select
        lead_key,
        sum(amount) as revenue
    from {{ ref('int_orders_resolved') }}
    where is_purchase
    group by lead_key
),

won as (
    select
        lead_key,
        sum(amount) as won_amount
    from {{ ref('int_opportunities_resolved') }}
    where is_won
    group by lead_key
),

final as (
    select
        leads.lead_id,
        cast(coalesce(purchases.revenue, 0) as decimal(38, 2)) as revenue,
        cast(won.won_amount as decimal(38, 2)) as won_amount
    from leads
    left join purchases on leads.lead_key = purchases.lead_key
    left join won on leads.lead_key = won.lead_key
)

select * from final
