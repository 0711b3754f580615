with landmarks as (
    select
        landmarks.*,
        leads.lead_id,
        leads.first_seen_on
    from {{ ref('int_lead_landmarks') }} as landmarks
    inner join {{ ref('int_leads_keyed') }} as leads on landmarks.lead_key = leads.lead_key
),

history as (
    select * from {{ ref('lead_score_history') }}
),

candidates as (
    select * from {{ ref('candidate_score_history') }}
),

scored_dates as (
    select distinct as_of_date from history
),

-- A silent lead without a row on the date is as in its last row before, which is one of a silent lead too.
last_rows as (
    select
        landmarks.lead_id,
        landmarks.landmark_on,
        max(history.as_of_date) as scored_on
    from landmarks
    inner join scored_dates on landmarks.landmark_on = scored_dates.as_of_date
    inner join history
        on
            landmarks.lead_id = history.lead_id
            and landmarks.landmark_on >= history.as_of_date
            and (landmarks.landmark_on = history.as_of_date or history.engagement_score = 0)
    group by landmarks.lead_id, landmarks.landmark_on
),

scores as (
    select
        history.*,
        last_rows.landmark_on,
        'active' as status
    from last_rows
    inner join history on last_rows.lead_id = history.lead_id and last_rows.scored_on = history.as_of_date
    union all
    select
        candidates.*,
        candidates.as_of_date as landmark_on,
        'candidate' as status
    from candidates
),

acts as (
    select
        landmarks.conversion_id,
        landmarks.lead_key,
        landmarks.landmark_on,
        sum(counts.event_count) as event_count
    from landmarks
    inner join scored_dates on landmarks.landmark_on = scored_dates.as_of_date
    inner join {{ ref('int_engagement_counts_daily') }} as counts
        on
            landmarks.lead_key = counts.lead_key
            and counts.condition_key = 0
            and landmarks.landmark_on >= counts.changed_on
            and landmarks.landmark_on >= counts.activity_on
            and {{ add_days('counts.activity_on', 'landmarks.horizon_days') }} > landmarks.landmark_on
    group by landmarks.conversion_id, landmarks.lead_key, landmarks.landmark_on
),

final as (
    select
        landmarks.conversion_id,
        landmarks.lead_id,
        scores.model_id,
        scores.status,
        scores.fit_score,
        scores.engagement_score,
        scores.lead_score,
        {{ day_difference('landmarks.landmark_on', 'landmarks.first_seen_on') }} as days_known,
        cast(coalesce(acts.event_count, 0) as bigint) as recent_event_count,
        landmarks.is_mature,
        landmarks.has_converted,
        landmarks.days_to_conversion,
        landmarks.landmark_on
    from landmarks
    inner join scores on landmarks.lead_id = scores.lead_id and landmarks.landmark_on = scores.landmark_on
    left join acts
        on
            landmarks.conversion_id = acts.conversion_id
            and landmarks.lead_key = acts.lead_key
            and landmarks.landmark_on = acts.landmark_on
    where scores.model_id is not null
)

select * from final
