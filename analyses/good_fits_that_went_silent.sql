-- Which well-fitting leads were engaged once and have fallen silent? Candidates for a personal message.
select
    lead_id,
    fit_grade,
    fit_score,
    peak_engagement,
    engagement_score,
    peak_engagement_on,
    last_engaged_at
from {{ ref('lead_scores') }}
where not_scored_reason is null and fit_grade in ('A', 'B') and engagement_score < peak_engagement / 4
order by peak_engagement desc nulls last, lead_id asc nulls last
