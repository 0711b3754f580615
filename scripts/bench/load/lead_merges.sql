-- One lead in a thousand turns out to be the next one; no chains.
with merged as (
    select
        lead_no,
        arrived_s(lead_no) + 86400 * (10 + pick(lead_key(lead_no), 'merged', 200)) as merged_s
    from range(getvariable('lead_count')) as numbers (lead_no)
    where lead_no % 1000 = 500
)

select
    lead_id(lead_no) as merged_lead_id,
    lead_id(lead_no + 1) as surviving_lead_id,
    as_time(merged_s) as merged_at,
    as_time(merged_s) as loaded_at
from merged
where merged_s <= getvariable('end_s')
