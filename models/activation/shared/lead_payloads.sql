with scores as (
    select * from {{ ref('lead_scores') }}
),

profiles as (
    select * from {{ ref('int_lead_profiles') }}
    where valid_from_on <= {{ as_of_date() }} and valid_to_on > {{ as_of_date() }}
),

stages as (
    select * from {{ ref('lead_stages_current') }}
),

queue as (
    select * from {{ ref('sales_queue') }}
),

-- A destination that is told of an MQL works it: who is held out stays there as it was.
held_out as (
    select lead_id from {{ ref('int_hold_outs') }}
    where is_held_out and is_current
),

final as (
    select
        scores.lead_id,
        scores.account_id,
        queue.owner_id,
        scores.audience,
        profiles.email_key as email,
        stages.stage,
        scores.lifecycle_stage,
        scores.fit_grade,
        scores.segment,
        scores.not_scored_reason,
        scores.trend,
        {{ without_points('scores.top_reason_1') }} as reason_1,
        {{ without_points('scores.top_reason_2') }} as reason_2,
        {{ without_points('scores.top_reason_3') }} as reason_3,
        coalesce(queue.recommended_action, scores.recommended_action) as recommended_action,
        queue.hand_over_kind,
        queue.sla_status,
        scores.engagement_band,
        {{ quantised('scores.fit_score') }} as fit_score,
        {{ quantised('scores.engagement_score') }} as engagement_score,
        {{ quantised('scores.lead_score') }} as lead_score,
        scores.is_excluded,
        queue.entered_on as handed_over_on,
        {{ business_date('scores.last_engaged_at') }} as last_engaged_on,
        queue.due_at
    from scores
    left join profiles on scores.lead_id = profiles.lead_id
    left join stages on scores.lead_id = stages.lead_id
    left join queue on scores.lead_id = queue.lead_id
    left join held_out on scores.lead_id = held_out.lead_id
    where held_out.lead_id is null
)

select * from final
