-- name: totals
select
    count(*) as leads,
    count(*) filter (where sla_status = 'open') as promised,
    count(*) filter (where sla_status = 'overdue') as overdue
from marts.sales_queue
where $owner is null or coalesce(owner_id, '') = $owner

-- name: owners
select
    coalesce(owner_id, '') as owner_id,
    count(*) as leads
from marts.sales_queue
group by coalesce(owner_id, '')
order by owner_id

-- name: queue
select
    queue.*,
    accounts.account_name,
    scores.trend
from marts.sales_queue as queue
left join marts.account_scores as accounts on queue.account_id = accounts.account_id
left join marts.lead_scores as scores on queue.lead_id = scores.lead_id
where $owner is null or coalesce(queue.owner_id, '') = $owner
order by queue.queue_position

-- name: rules_that_gave_most
-- The file without personal data has no reasons in words, for they quote attributes.
select
    lead_id,
    list(rule_id order by contribution desc, rule_id)[:3] as rule_ids
from marts.lead_score_ledger
where
    lead_id in (select unnest($leads))
    and dimension = 'engagement' and entry_type = 'rule' and contribution > 0
group by lead_id

-- name: going_cold
select
    cold.lead_id,
    accounts.account_name,
    scores.lead_score,
    scores.fit_grade,
    cold.engagement_band,
    cold.next_band,
    cold.leaves_band_on,
    cold.days_left
from marts.going_cold as cold
inner join marts.lead_scores as scores on cold.lead_id = scores.lead_id
left join marts.account_scores as accounts on scores.account_id = accounts.account_id
where cold.next_band > cold.engagement_band and not scores.is_excluded
order by cold.engagement_band, cold.leaves_band_on, scores.lead_score desc nulls last, cold.lead_id
