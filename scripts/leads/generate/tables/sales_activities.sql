-- One row per act of sales, in the order assigned, contacted, accepted or rejected, qualified or recycled or
-- disqualified.
with

acts as (
    select
        *,
        unnest(
            [
                {'activity_type': 'assigned', 'at_s': assigned_s},
                {'activity_type': 'contacted', 'at_s': contacted_s},
                {'activity_type': if(is_accepted, 'accepted', 'rejected'), 'at_s': decided_s},
                {
                    'activity_type':
                    case
                        when is_qualified then 'qualified'
                        when pick(deal_key, 'recycles', 3) > 0 then 'recycled'
                        else 'disqualified'
                    end,
                    'at_s': if(is_accepted, settled_s, null)
                },
                {'activity_type': 'recycled', 'at_s': if(has_opportunity and not is_won, closed_s + 3600, null)}
            ]
        ) as act,
        unnest(range(5)) as act_no
    from deals
)

select
    'T' || lead_no::varchar || '-' || act_no::varchar as activity_id,
    lead_id(lead_no) as lead_id,
    'owner-' || lpad((1 + pick(deal_key, 'owner', 12))::varchar, 2, '0') as owner_id,
    act.activity_type,
    case act.activity_type
        when 'rejected' then element(['no_response', 'wrong_contact', 'no_fit', 'duplicate'], deal_key, 'rejected_for')
        when
            'recycled'
            then element(['no_budget', 'bad_timing', 'no_response', 'chose_competitor'], deal_key, 'recycled_for')
        when 'disqualified' then element(['no_need', 'wrong_contact', 'out_of_business'], deal_key, 'disqualified_for')
        when 'qualified' then element(['budget_confirmed', 'need_confirmed'], deal_key, 'qualified_for')
    end as reason,
    as_time(act.at_s) as occurred_at,
    as_time(landed_s(act.at_s, deal_key)) as loaded_at
from acts
where act.at_s <= getvariable('end_s')
