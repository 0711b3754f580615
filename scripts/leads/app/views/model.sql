-- name: totals
select
    count(*) as leads,
    count(lead_score) as scored,
    count(*) filter (where is_excluded) as excluded,
    median(lead_score) as median_score
from marts.lead_scores

-- name: distribution
select
    least(floor(lead_score / 5) * 5, 95)::integer as score_from,
    count(*) as leads
from marts.lead_scores
where lead_score is not null
group by all
order by score_from

-- name: matrix
select
    fit_grade,
    engagement_band,
    count(*) as leads
from marts.lead_scores
where lead_score is not null
group by all
order by fit_grade, engagement_band

-- name: matrix_outcomes
-- What came of the leads that were in a cell on a landmark, where its days have passed.
select
    history.fit_grade,
    history.engagement_band,
    count(*) as landmarks,
    avg(outcomes.has_converted::integer) as conversion_rate
from marts.lead_outcomes as outcomes
inner join marts.lead_score_history as history
    on
        outcomes.lead_id = history.lead_id
        and outcomes.landmark_on = history.as_of_date
        and outcomes.model_id = history.model_id
where outcomes.is_mature and outcomes.status = 'active' and outcomes.lead_score is not null
group by all

-- name: cell
select
    scores.lead_id,
    accounts.account_name,
    scores.lead_score,
    scores.fit_score,
    scores.engagement_score,
    scores.segment,
    scores.recommended_action
from marts.lead_scores as scores
left join marts.account_scores as accounts on scores.account_id = accounts.account_id
where scores.lead_score is not null and scores.fit_grade = $grade and scores.engagement_band = $band
order by scores.lead_score desc, scores.lead_id

-- name: coverage
select
    rule_kind,
    rule_id,
    model_id,
    lead_count,
    contribution,
    why
from marts.rule_coverage
order by lead_count = 0 desc, rule_kind, abs(contribution) desc, rule_id

-- name: quality
select
    conversion_id,
    ranking,
    ranking_kind,
    leads,
    conversions,
    conversion_rate,
    auc,
    auc_low,
    auc_high,
    lift_5,
    lift_10,
    lift_20,
    weekly_capacity,
    captured_share,
    no_captured_share_reason,
    landmark_month
from marts.model_quality
order by landmark_month desc, conversion_id, auc desc nulls last, ranking

-- name: calibration
-- By band of scores what was promised, and what came true on later landmarks.
select
    conversion_id,
    model_id,
    status,
    band_no,
    leads,
    later_leads,
    later_conversions,
    months_tested,
    months_drifted,
    score_from,
    probability,
    probability_low,
    probability_high,
    later_rate,
    later_rate_low,
    later_rate_high,
    z,
    learnt_until
from marts.score_calibration
where conversion_id = $conversion
order by model_id, band_no

-- name: performance
select
    conversion_id,
    model_id,
    rule_kind,
    rule_id,
    points,
    leads_with,
    conversions_with,
    lift,
    log_odds,
    standard_error,
    finding,
    carried_by_rule_id,
    carried_by_phi
from marts.rule_performance
where $conversion is null or conversion_id = $conversion
order by conversion_id, model_id, abs(log_odds) desc nulls last, rule_id
