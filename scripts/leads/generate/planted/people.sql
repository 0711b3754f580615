-- One row per lead with its profile: source, staff and sector are in the planted rules, region is in them with no points.
create temp table people as
with

keyed as (
    select
        range as lead_no,
        lead_key(range) as lead_key
    from range(getvariable('lead_count'))
),

final as (
    select
        lead_no,
        lead_key,
        -- Created in the first seven tenths of the world, so that outcomes have time.
        day_start_s(
            getvariable('start_s')
            + floor(0.7 * (getvariable('end_s') - getvariable('start_s')) * share(lead_key, 'created'))::bigint
        ) as created_s,
        element(['referral', 'trade_show', 'search', 'list', null], lead_key, 'source') as source,
        -- As many leads between 1 and 10 as between 100 and 1,000: the square of a share, in whole steps.
        element([1, 2, 5, 9, 15, 20, 40, 80, 120, 180, 200, 300, 500, 900, 2000], lead_key, 'staff')
        + pick(lead_key, 'staff_more', 3) as staff,
        element(['chemistry', 'machinery', 'retail', 'education'], lead_key, 'sector') as sector,
        element(['north', 'south', 'east', 'west'], lead_key, 'region') as region
    from keyed
)

select * from final;

-- One row per event: up to three webinars, three downloads and six visits a lead, at any time of its life.
create temp table acts as
with

kinds as (
    select unnest([
        {'event_type': 'webinar_attended', 'most': 3},
        {'event_type': 'asset_download', 'most': 3},
        {'event_type': 'page_visit', 'most': 6}
    ], recursive := true)
),

numbered as (
    select
        people.lead_no,
        people.created_s,
        kinds.event_type,
        child_key(people.lead_key, unnest(range(kinds.most)), kinds.event_type) as act_key
    from people
    cross join kinds
),

final as (
    select
        lead_no,
        event_type,
        act_key,
        created_s + floor((getvariable('end_s') - created_s) * share(act_key, 'act_at'))::bigint as act_s
    from numbered
    where share(act_key, 'happens') < 0.5
)

select * from final;
