with purchases as (
    select
        lead_id,
        sum(revenue) as revenue
    from {{ ref('lead_revenue_daily') }}
    group by lead_id
),

won as (
    select
        lead_key,
        cast(sum(amount) as decimal(38, 2)) as won_amount
    from {{ ref('int_opportunities_resolved') }}
    where is_won
    group by lead_key
),

brought as (
    select
        sources.source,
        sources.campaign,
        count(*) as leads,
        count(case when outcomes.is_mql then 1 end) as mqls,
        count(case when outcomes.is_sql then 1 end) as sqls,
        count(case when outcomes.is_customer then 1 end) as customers,
        sum(purchases.revenue) as revenue,
        sum(won.won_amount) as won_amount,
        percentile_cont(0.5) within group (order by outcomes.seconds_to_customer asc nulls last)
            as median_seconds_to_customer
    from {{ ref('int_lead_sources') }} as sources
    inner join {{ ref('int_lead_outcomes') }} as outcomes on sources.lead_id = outcomes.lead_id
    left join purchases on outcomes.lead_id = purchases.lead_id
    left join won on outcomes.lead_key = won.lead_key
    group by sources.source, sources.campaign
),

spent as (
    select
        source,
        campaign,
        sum(amount) as cost_amount
    from {{ ref('int_campaign_costs_counted') }}
    group by source, campaign
),

-- Costs that brought nobody and leads that cost nothing both stay.
joined as (
    select
        spent.cost_amount,
        brought.won_amount,
        brought.median_seconds_to_customer,
        cast(coalesce(brought.leads, 0) as bigint) as leads,
        cast(coalesce(brought.mqls, 0) as bigint) as mqls,
        cast(coalesce(brought.sqls, 0) as bigint) as sqls,
        cast(coalesce(brought.customers, 0) as bigint) as customers,
        coalesce(brought.source, spent.source) as source,
        coalesce(brought.campaign, spent.campaign) as campaign,
        coalesce(brought.revenue, 0) as revenue
    from brought
    full outer join spent on brought.source = spent.source and brought.campaign = spent.campaign
),

final as (
    select
        source,
        campaign,
        leads,
        mqls,
        sqls,
        customers,
        cast(cost_amount as decimal(38, 2)) as cost_amount,
        {{ exact_of_amounts('cast(cost_amount as double) / nullif(leads, 0)') }} as cost_per_lead,
        {{ exact_of_amounts('cast(cost_amount as double) / nullif(mqls, 0)') }} as cost_per_mql,
        {{ exact_of_amounts('cast(cost_amount as double) / nullif(sqls, 0)') }} as cost_per_sql,
        {{ exact_of_amounts('cast(cost_amount as double) / nullif(customers, 0)') }} as cost_per_customer,
        cast(revenue as decimal(38, 2)) as revenue,
        cast(won_amount as decimal(38, 2)) as won_amount,
        case
            when revenue <> 0 or won_amount is null
                then {{ exact_of_amounts('cast(revenue - cost_amount as double) / nullif(cost_amount, 0)') }}
        end as return_on_cost,
        cast({{ exact('cast(customers as double) / nullif(leads, 0)') }} as decimal(9, 6)) as conversion_rate,
        {{ exact('median_seconds_to_customer / 86400') }} as median_days_to_customer,
        {{ as_of_date() }} as as_of_date
    from joined
)

select * from final
