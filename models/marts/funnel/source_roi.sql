with leads as (
    select
        sources.source,
        sources.campaign,
        outcomes.is_mql,
        outcomes.is_sql,
        outcomes.is_customer,
        outcomes.seconds_to_customer,
        revenues.revenue,
        revenues.won_amount
    from {{ ref('int_lead_sources') }} as sources
    inner join {{ ref('int_lead_outcomes') }} as outcomes on sources.lead_id = outcomes.lead_id
    inner join {{ ref('int_lead_revenues') }} as revenues on sources.lead_id = revenues.lead_id
),

brought as (
    select
        source,
        campaign,
        count(*) as leads,
        count(case when is_mql then 1 end) as mqls,
        count(case when is_sql then 1 end) as sqls,
        count(case when is_customer then 1 end) as customers,
        sum(revenue) as revenue,
        sum(won_amount) as won_amount,
        percentile_cont(0.5) within group (order by seconds_to_customer asc nulls last) as median_seconds_to_customer
    from leads
    group by source, campaign
),

spent as (
    select
        source,
        campaign,
        sum(amount) as cost_amount
    from {{ ref('int_campaign_costs_counted') }}
    group by source, campaign
),

listed as (
    select
        source,
        campaign
    from brought
    union distinct
    select
        source,
        campaign
    from spent
),

joined as (
    select
        listed.source,
        listed.campaign,
        spent.cost_amount,
        brought.won_amount,
        brought.median_seconds_to_customer,
        cast(coalesce(brought.leads, 0) as bigint) as leads,
        cast(coalesce(brought.mqls, 0) as bigint) as mqls,
        cast(coalesce(brought.sqls, 0) as bigint) as sqls,
        cast(coalesce(brought.customers, 0) as bigint) as customers,
        coalesce(brought.revenue, 0) as revenue
    from listed
    left join brought on listed.source = brought.source and listed.campaign = brought.campaign
    left join spent on listed.source = spent.source and listed.campaign = spent.campaign
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
