-- One row per link of a cookie to a lead. A fifth of the cookies is never linked, one link of twenty lands days late,
-- one cookie of a hundred is linked to a second lead as well (one in ten of these at the same moment).
with

cookies as (
    select
        lead_no,
        created_s,
        unnest(range(cookie_count)) as cookie_no,
        child_key(lead_key, cookie_no, 'cookie') as cookie_key
    from people
),

linked as (
    select
        *,
        least(
            getvariable('end_s'),
            if(
                cookie_no = 0,
                created_s + pick(cookie_key, 'linked_after', 3600),
                created_s + floor((getvariable('end_s') - created_s) * share(cookie_key, 'linked_at'))::bigint
            )
        ) as first_linked_s
    from cookies
    where pick(cookie_key, 'is_linked', 5) > 0
),

claimed as (
    select
        *,
        unnest(range(if(pick(cookie_key, 'is_shared', 100) = 0 and getvariable('lead_count') > 1, 2, 1))) as claim_no,
        if(claim_no = 0, lead_no, (lead_no + 1 + pick(cookie_key, 'other_lead', getvariable('lead_count') - 1))
        % getvariable('lead_count')) as owner_no,
        first_linked_s + if(pick(cookie_key, 'same_moment', 10) = 0, 0, claim_no * 86400) as linked_s
    from linked
)

select
    'A' || lead_no::varchar || '-' || cookie_no::varchar as anonymous_id,
    lead_id(owner_no) as lead_id,
    as_time(linked_s) as linked_at,
    as_time(
        landed_s(linked_s, cookie_key)
        + if(pick(cookie_key, 'is_late', 20) = 0, 172800 + pick(cookie_key, 'late_by', 1555200), 0)
    ) as loaded_at
from claimed
where linked_s <= getvariable('end_s')
