with leads as (
    select * from {{ ref('int_leads_known') }}
    where known_on = {{ as_of_date() }}
),

identifiers as (
    select * from {{ ref('int_identifiers_resolved') }}
    where
        identifier_type = 'lead_id'
        and valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < valid_to_on
),

purchases as (
    select
        lead_key,
        sum(amount) as revenue
    from {{ ref('int_orders_resolved') }}
    where is_purchase
    group by lead_key
),

versions as (
    select
        *,
        row_number() over (
            partition by opportunity_id
            order by
                loaded_at desc nulls last, lead_id asc nulls last, account_id asc nulls last, stage asc nulls last,
                amount asc nulls last, is_closed asc nulls last, is_won asc nulls last, created_at asc nulls last,
                closed_at asc nulls last
        ) as position_of_version
    from {{ ref('stg_raw__opportunities') }}
    where cast(loaded_at as date) <= {{ as_of_date() }}
),

won as (
    select
        identifiers.lead_key,
        sum(versions.amount) as won_amount
    from versions
    inner join identifiers on versions.lead_id = identifiers.identifier
    where
        versions.position_of_version = 1
        and versions.is_closed
        and versions.is_won
        and cast(coalesce(versions.closed_at, versions.loaded_at) as date) <= {{ as_of_date() }}
    group by identifiers.lead_key
),

final as (
    select
        leads.lead_id,
        cast(coalesce(purchases.revenue, 0) as decimal(18, 2)) as revenue,
        cast(won.won_amount as decimal(18, 2)) as won_amount
    from leads
    left join purchases on leads.lead_key = purchases.lead_key
    left join won on leads.lead_key = won.lead_key
)

select * from final
