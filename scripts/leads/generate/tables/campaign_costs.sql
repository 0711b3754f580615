-- One row per campaign x source x date.
with

days as (
    select
        campaigns.campaign,
        campaigns.source,
        days.range as day_no,
        child_key(salt(campaigns.campaign), days.range, 'day') as cost_key
    from (
        select
            unnest(getvariable('campaigns')) as campaign,
            unnest(getvariable('campaign_sources')) as source
    ) as campaigns
    cross join range(getvariable('start_s') // 86400, getvariable('end_s') // 86400 + 1) as days
)

select
    campaign,
    source,
    as_time(day_no * 86400)::date as cost_date,
    (1000 + pick(cost_key, 'amount', 40000))::decimal(18, 2) / 100 as amount,
    as_time(landed_s(day_no * 86400 + 72000, cost_key)) as loaded_at
from days
