-- name: totals
select
    count(*) as traits,
    count(*) filter (where is_supported) as supported
from marts.personas

-- name: audiences
select
    audience,
    list(distinct dimension order by dimension) as dimensions
from marts.personas
group by audience
order by audience

-- name: traits
select
    value,
    leads,
    buyers,
    conversion_rate,
    conversion_low,
    conversion_high,
    lift,
    share_of_buyers,
    share_of_others,
    is_supported
from marts.personas
where audience = $audience and dimension = $dimension
order by conversion_rate desc nulls last, leads desc, value

-- name: strongest
select
    audience,
    dimension,
    value,
    leads,
    buyers,
    conversion_rate,
    conversion_low,
    conversion_high,
    lift
from marts.personas
where is_supported and audience = $audience and dimension <> 'audience'
order by lift desc nulls last, leads desc, dimension, value

-- name: accounts
select
    account_rank,
    account_id,
    account_name,
    account_score,
    best_grade,
    is_mqa,
    mqa_reason,
    member_count,
    engaged_members,
    roles_covered,
    roles_needed,
    covered_roles,
    missing_roles,
    top_member_lead_id
from marts.account_scores
order by account_rank, account_id

-- name: members
select
    ledger.member_rank,
    ledger.lead_id,
    scores.fit_grade,
    scores.engagement_band,
    ledger.raw_points,
    ledger.contribution
from marts.account_score_ledger as ledger
inner join marts.lead_scores as scores on ledger.lead_id = scores.lead_id
where ledger.account_id = $account
order by ledger.member_rank, ledger.lead_id
