-- Do the lifecycle stages make sense? Leads, purchases, recency and engagement of each.
select
    scores.lifecycle_stage,
    cast(avg(lifecycle.purchase_count) as decimal(9, 1)) as purchases,
    cast(avg(lifecycle.product_count) as decimal(9, 1)) as products,
    cast(avg(scores.engagement_score) as decimal(9, 1)) as engagement,
    count(*) as leads,
    min(lifecycle.purchase_count) as fewest_purchases,
    min(lifecycle.recency_days) as shortest_silence,
    max(lifecycle.recency_days) as longest_silence
from {{ ref('lead_scores') }} as scores
inner join {{ ref('int_leads_keyed') }} as leads on scores.lead_id = leads.lead_id
inner join {{ ref('int_lead_lifecycle') }} as lifecycle on leads.lead_key = lifecycle.lead_key
group by scores.lifecycle_stage
order by leads desc nulls last
