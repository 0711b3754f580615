-- Four visitors in five are told to be a lead, days to months after the lead arrived; one in a hundred of two leads.
with numbered as (
    select
        lead_no,
        lead_key(lead_no) as lead_key
    from range(getvariable('lead_count')) as numbers (lead_no)
),

linked as (
    select
        numbered.lead_no,
        numbered.lead_key,
        claims.claim_no,
        arrived_s(numbered.lead_no) + 86400 * (1 + claims.claim_no + pick(numbered.lead_key, 'linked', 90)) as linked_s
    from numbered
    inner join (values (0), (1)) as claims (claim_no)
        on
            (claims.claim_no = 0 and pick(numbered.lead_key, 'is_linked', 5) > 0)
            or (claims.claim_no = 1 and pick(numbered.lead_key, 'is_claimed', 100) = 0)
)

select
    'visitor-' || lead_no::varchar as anonymous_id,
    lead_id((lead_no + claim_no) % getvariable('lead_count')) as lead_id,
    as_time(linked_s) as linked_at,
    as_time(linked_s + pick(lead_key, 'landed', 5 * 86400)) as loaded_at
from linked
where linked_s + 5 * 86400 <= getvariable('end_s')
