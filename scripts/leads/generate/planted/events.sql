-- One row per act.
select
    lead_id(lead_no) || '-' || act_key::varchar as event_id,
    lead_id(lead_no) as lead_id,
    event_type,
    as_time(act_s) as occurred_at,
    as_time(act_s) as loaded_at
from acts
where lead_no >= getvariable('first_lead') and lead_no < getvariable('last_lead')
