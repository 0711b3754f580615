-- The first step of a change is the score of the earlier date, the last that of the as-of date.
select
    steps.lead_key,
    steps.from_on,
    steps.score_then,
    leads.score_then as expected_then,
    steps.score_now,
    leads.score_now as expected_now
from {{ ref('int_change_steps') }} as steps
inner join {{ ref('int_change_leads') }} as leads
    on steps.lead_key = leads.lead_key and steps.from_on = leads.from_on
where steps.score_then <> leads.score_then or steps.score_now <> leads.score_now
