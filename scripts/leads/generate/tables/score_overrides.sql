-- One row per override: of every three one is active at the end date, one has expired and one is yet to begin.
with

chosen as (
    select
        lead_no,
        lead_key,
        -- The first three leads have one each, so that the smallest world has all kinds.
        if(lead_no < 3, lead_no, pick(lead_key, 'override_kind', 3)) as kind,
        as_time(day_start_s(getvariable('end_s')))::date as end_date
    from people
    where lead_no < 3 or pick(lead_key, 'override', 200) = 0
)

select
    'V' || lead_no::varchar as override_id,
    lead_id(lead_no) as lead_id,
    element(['fit', 'engagement'], lead_key, 'override_dimension') as dimension,
    if(pick(lead_key, 'override_sign', 3) = 0, -1, 1) * (5 + pick(lead_key, 'override_points', 26)) as points,
    'owner-' || lpad((1 + pick(lead_key, 'override_author', 12))::varchar, 2, '0') as author,
    element(['met in person', 'budget frozen', 'reference from a customer'], lead_key, 'override_reason') as reason,
    end_date + ([-10, -60, 7])[1 + kind]::integer as starts_on,
    end_date + ([20, -15, 37])[1 + kind]::integer as expires_on,
    as_time(getvariable('end_s') - ([10, 60, 2])[1 + kind] * 86400) as loaded_at
from chosen
