with outcomes as (
    select * from {{ ref('int_lead_outcomes') }}
),

sources as (
    select * from {{ ref('int_lead_sources') }}
),

final as (
    select
        outcomes.lead_id,
        sources.source,
        sources.campaign,
        outcomes.is_mql,
        outcomes.is_sql,
        outcomes.is_customer,
        outcomes.began_on,
        outcomes.mql_on,
        outcomes.sql_on,
        outcomes.won_on,
        {{ as_of_date() }} as as_of_date
    from outcomes
    inner join sources on outcomes.lead_id = sources.lead_id
)

select * from final
