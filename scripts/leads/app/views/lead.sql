-- name: search_ids
-- The ids and companies that hold the text; what begins with it comes first.
select
    scores.lead_id,
    accounts.account_name,
    scores.lead_score,
    scores.fit_grade,
    scores.engagement_band,
    scores.segment
from marts.lead_scores as scores
left join marts.account_scores as accounts on scores.account_id = accounts.account_id
where contains(lower(scores.lead_id), lower($text)) or contains(lower(accounts.account_name), lower($text))
order by
    not starts_with(lower(scores.lead_id), lower($text)),
    scores.lead_score desc nulls last,
    scores.lead_id

-- name: search_people
-- The same with names and addresses, which only the analysts' file has.
select
    scores.lead_id,
    profiles.full_name,
    accounts.account_name,
    scores.lead_score,
    scores.fit_grade,
    scores.engagement_band,
    scores.segment
from marts.lead_scores as scores
left join intermediate.int_lead_profiles as profiles
    on
        scores.lead_id = profiles.lead_id
        and profiles.valid_from_on <= scores.as_of_date and profiles.valid_to_on > scores.as_of_date
left join marts.account_scores as accounts on scores.account_id = accounts.account_id
where
    contains(lower(scores.lead_id), lower($text))
    or contains(lower(profiles.full_name), lower($text))
    or contains(lower(profiles.email_key), lower($text))
    or contains(lower(accounts.account_name), lower($text))
order by
    not starts_with(lower(scores.lead_id), lower($text)),
    scores.lead_score desc nulls last,
    scores.lead_id

-- name: person
select
    full_name,
    email_key as email,
    phone,
    job_title
from intermediate.int_lead_profiles
where lead_id = $lead and valid_from_on <= $today and valid_to_on > $today
limit 1

-- name: account
select
    account_id,
    account_name
from marts.account_scores
where account_id = $account

-- name: history
select
    as_of_date,
    engagement_score,
    fit_score,
    lead_score,
    engagement_band,
    ruleset_version
from marts.lead_score_history
where lead_id = $lead
order by as_of_date

-- name: activity
select
    activity_date,
    sum(event_count)::bigint as event_count
from marts.engagement_counts_daily
where lead_id = $lead and activity_date > $since
group by activity_date
order by activity_date

-- name: cold
select
    leaves_band_on,
    days_left,
    next_band,
    looked_ahead_to
from marts.going_cold
where lead_id = $lead

-- name: timeline
select
    activity_date as happened_on,
    'did' as kind,
    event_type as what,
    event_count as times
from marts.engagement_counts_daily
where lead_id = $lead
union all
select
    entered_on as happened_on,
    'became' as kind,
    stage as what,
    null as times
from marts.lead_stage_history
where lead_id = $lead
order by happened_on desc, kind, what

-- name: ledger
select *
from marts.lead_score_ledger
where lead_id = $lead
order by dimension, contribution desc, entry_type, entry_id
