-- name: totals
select
    sum(leads)::bigint as leads,
    sum(customers)::bigint as customers,
    sum(cost_amount) as cost_amount,
    sum(revenue) as revenue,
    sum(won_amount) as won_amount
from marts.source_roi

-- name: by_source
-- The counts of the campaigns of a source, and their costs by each.
select
    source,
    sum(leads)::bigint as leads,
    sum(mqls)::bigint as mqls,
    sum(sqls)::bigint as sqls,
    sum(customers)::bigint as customers,
    sum(cost_amount) as cost_amount,
    sum(cost_amount) / nullif(sum(leads), 0) as cost_per_lead,
    sum(cost_amount) / nullif(sum(mqls), 0) as cost_per_mql,
    sum(cost_amount) / nullif(sum(sqls), 0) as cost_per_sql,
    sum(cost_amount) / nullif(sum(customers), 0) as cost_per_customer,
    sum(revenue) as revenue,
    sum(won_amount) as won_amount
from marts.source_roi
group by source
order by revenue desc nulls last, won_amount desc nulls last, leads desc, source

-- name: by_campaign
select
    source,
    campaign,
    leads,
    mqls,
    customers,
    cost_amount,
    cost_per_lead,
    cost_per_mql,
    cost_per_customer,
    revenue,
    won_amount,
    return_on_cost,
    median_days_to_customer
from marts.source_roi
where $source is null or source = $source
order by revenue desc nulls last, won_amount desc nulls last, leads desc, source, campaign
