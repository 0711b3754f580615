-- Every cost, lead and purchase is in exactly one row; what a lead bought who is gone since (deleted at its source)
-- is in none.
with rows_summed as (
    select
        coalesce(sum(leads), 0) as leads,
        coalesce(sum(customers), 0) as customers,
        coalesce(sum(cost_amount), 0) as cost_amount,
        coalesce(sum(revenue), 0) as revenue
    from {{ ref('source_roi') }}
),

sources_summed as (
    select
        (
            select count(*) from {{ ref('int_leads_known') }}
            where known_on = {{ as_of_date() }}
        ) as leads,
        (
            select count(distinct stays.lead_id) from {{ ref('lead_stage_history') }} as stays
            inner join {{ ref('funnel_stages') }} as catalogue on stays.stage = catalogue.stage
            where catalogue.kind = 'won'
        ) as customers,
        (select coalesce(sum(amount), 0) from {{ ref('int_campaign_costs_counted') }}) as cost_amount,
        (
            select coalesce(sum(orders.amount), 0) from {{ ref('int_orders_resolved') }} as orders
            inner join {{ ref('int_leads_known') }} as leads
                on orders.lead_key = leads.lead_key and leads.known_on = {{ as_of_date() }}
            where orders.is_purchase
        ) as revenue
)

select
    rows_summed.*,
    sources_summed.*
from rows_summed
cross join sources_summed
where
    rows_summed.leads is distinct from sources_summed.leads
    or rows_summed.customers is distinct from sources_summed.customers
    or rows_summed.cost_amount is distinct from sources_summed.cost_amount
    or rows_summed.revenue is distinct from sources_summed.revenue
