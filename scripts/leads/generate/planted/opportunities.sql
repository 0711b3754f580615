-- One row per deal, which is won.
select
    'O' || lead_no::varchar as opportunity_id,
    lead_id(lead_no) as lead_id,
    'closed_won' as stage,
    true as is_closed,
    true as is_won,
    as_time(won_s) as created_at,
    as_time(won_s) as closed_at,
    as_time(won_s) as loaded_at
from deals
