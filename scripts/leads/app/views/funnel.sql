-- name: stages
-- Stock of the day, entries of the last seven days and of the seven before.
select
    stage,
    any_value(position) as position,
    any_value(stock) filter (where counted_on = $today) as stock,
    coalesce(sum(entries) filter (where counted_on > $week), 0)::bigint as entries_week,
    coalesce(sum(entries) filter (where counted_on <= $week and counted_on > $fortnight), 0)::bigint as entries_before,
    any_value(reached_leads) filter (where counted_on = $today) as reached_leads,
    any_value(conversion_rate) filter (where counted_on = $today) as conversion_rate,
    any_value(median_days) filter (where counted_on = $today) as median_days
from marts.funnel_daily
where counted_on > $fortnight
group by stage
order by position nulls last, stage

-- name: entries
select
    date_trunc('week', counted_on)::date as week,
    stage,
    sum(entries)::bigint as entries
from marts.funnel_daily
where counted_on > $since and stage = $stage
group by all
order by week

-- name: sources
select distinct source
from marts.funnel_conversion
where not is_total
order by source

-- name: conversion
select
    stage,
    later_stage,
    leads,
    converted_leads,
    conversion_rate,
    median_days,
    recent_median_days
from marts.funnel_conversion
where (($source is null and is_total) or (not is_total and source = $source)) and leads > 0
order by leads desc, stage, converted_leads desc, later_stage

-- name: by_source
-- One step of the funnel for every source.
select
    source,
    leads,
    converted_leads,
    conversion_rate,
    median_days
from marts.funnel_conversion
where not is_total and stage = $stage and later_stage = $later_stage
order by leads desc, source

-- name: cohorts
-- Leads by the month of their first stay, and which of them ever reached a stage. A month is immature while its last lead has had
-- less than the window that the durations of the funnel look back on.
with firsts as (
    select
        lead_id,
        date_trunc('month', min(entered_on))::date as month
    from marts.lead_stage_history
    group by lead_id
),

reached as (
    select distinct
        lead_id,
        stage
    from marts.lead_stage_history
),

cohorts as (
    select
        month,
        count(*) as leads
    from firsts
    group by month
)

select
    cohorts.month,
    reached.stage,
    any_value(cohorts.leads) as leads,
    count(*) as reached_leads,
    count(*) / any_value(cohorts.leads) as share,
    (cohorts.month + interval 1 month + to_days($window))::date > $today as is_immature
from cohorts
inner join firsts on cohorts.month = firsts.month
inner join reached on firsts.lead_id = reached.lead_id
where reached.stage in (select unnest($stages))
group by cohorts.month, reached.stage
order by cohorts.month desc, reached.stage
limit 120
