-- One row per opportunity x delivery: opened, moved on, closed.
with

versions as (
    select
        *,
        child_key(person_key, 0, 'opportunity') as opportunity_key,
        100 * (20 + pick(person_key, 'amount', 980)) as amount,
        unnest(
            [
                {'stage': 'qualification', 'at_s': settled_s},
                {'stage': 'proposal', 'at_s': (settled_s + closed_s) // 2},
                {'stage': if(is_won, 'closed_won', 'closed_lost'), 'at_s': closed_s}
            ]
        ) as version
    from deals
    where has_opportunity
)

select
    'O' || lead_no::varchar as opportunity_id,
    lead_id(lead_no) as lead_id,
    account_id(account_no) as account_id,
    version.stage,
    amount,
    starts_with(version.stage, 'closed') as is_closed,
    if(starts_with(version.stage, 'closed'), is_won, null) as is_won,
    as_time(settled_s) as created_at,
    if(starts_with(version.stage, 'closed'), as_time(closed_s), null) as closed_at,
    as_time(landed_s(version.at_s, opportunity_key)) as loaded_at
from versions
where version.at_s <= getvariable('end_s')
