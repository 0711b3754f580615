-- One row per person that sales works on, with the moment of each step (null where it was not taken).
create temp table deals as
with

worked as (
    select
        people.*,
        child_key(person_key, 0, 'deal') as deal_key
    from people
    where
        chain_position = 0
        and persona in ('ordinary', 'opt_out', 'student', 'competitor')
        and (
            (is_b2b and (is_buyer or share(person_key, 'worked') < 0.02 + fit * interest))
            or (not is_b2b and pick(person_key, 'worked', 20) = 0)
        )
),

outcomes as (
    select
        *,
        (is_buyer and is_b2b) or share(deal_key, 'accepts') < 0.3 + 0.4 * fit as is_accepted,
        is_accepted and ((is_buyer and is_b2b) or share(deal_key, 'qualifies') < 0.2 + 0.6 * interest) as is_qualified,
        surge_s + pick(deal_key, 'assigned_after', 43200) as assigned_s,
        assigned_s + 600 + pick(deal_key, 'contacted_after', 43200) as contacted_s,
        contacted_s + 600 + pick(deal_key, 'decided_after', 43200) as decided_s
    from worked
)

select
    *,
    decided_s + 600 + pick(deal_key, 'qualified_after', 86400) as settled_s,
    is_qualified and is_b2b as has_opportunity,
    is_buyer and is_b2b as is_won,
    if(is_buyer and is_b2b, buys_s, settled_s + 1728000 + pick(deal_key, 'lost_after', 2592000)) as closed_s
from outcomes;
