-- One row per merge. A duplicate is merged into the lead before it, so chains of up to three arise and no cycle; one in
-- fifty is merged a second time, later and into someone else.
with

duplicates as (
    select
        duplicates.lead_no,
        duplicates.lead_key,
        greatest(duplicates.created_s, originals.created_s)
        + pick(duplicates.lead_key, 'merged_after', 1728000) as first_merged_s,
        unnest(range(if(pick(duplicates.lead_key, 'merged_twice', 50) = 0 and duplicates.lead_no > 1, 2, 1)))
            as merge_no
    from people as duplicates
    inner join people as originals on duplicates.lead_no - 1 = originals.lead_no
    where duplicates.chain_position > 0
)

select
    lead_id(lead_no) as merged_lead_id,
    lead_id(lead_no - 1 - merge_no) as surviving_lead_id,
    as_time(first_merged_s + merge_no * 86400) as merged_at,
    as_time(
        landed_s(first_merged_s + merge_no * 86400, lead_key)
        + if(pick(lead_key, 'late_merge', 33) = 0, 432000, 0)
    ) as loaded_at
from duplicates
where first_merged_s + merge_no * 86400 <= getvariable('end_s')
