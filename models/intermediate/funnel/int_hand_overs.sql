with stays as (
    select
        history.*,
        funnel_stages.is_hand_over,
        lag(funnel_stages.kind) over (
            partition by history.lead_id order by history.stay_no asc nulls last
        ) as previous_kind,
        lag(history.entered_on) over (
            partition by history.lead_id order by history.stay_no asc nulls last
        ) as previous_entered_on,
        lag(history.entered_at) over (
            partition by history.lead_id order by history.stay_no asc nulls last
        ) as previous_entered_at
    from {{ ref('int_stage_history') }} as history
    inner join {{ ref('funnel_stages') }} as funnel_stages on history.stage = funnel_stages.stage
),

-- A hand-over after an exit of the same date begins after that exit; otherwise it begins with its date.
hand_overs as (
    select
        *,
        case when previous_kind = 'exit' and previous_entered_on = entered_on then previous_entered_at end as exited_at
    from stays
    where is_hand_over
),

leads as (
    select * from {{ ref('int_leads_keyed') }}
),

-- A request has a moment, a score that opened the gate has a date only.
requests as (
    select
        hand_overs.lead_id,
        hand_overs.stay_no,
        min(hand_raises.raised_at) as raised_at
    from hand_overs
    inner join leads on hand_overs.lead_id = leads.lead_id
    inner join {{ ref('int_scoring_models') }} as scoring_models on hand_overs.model_id = scoring_models.model_id
    inner join {{ ref('int_hand_raises') }} as hand_raises
        on
            leads.lead_key = hand_raises.lead_key
            and scoring_models.model_key = hand_raises.model_key
            and hand_overs.entered_on = cast(hand_raises.raised_at as date)
            and hand_overs.entered_on >= hand_raises.stands_from_on
            and hand_overs.entered_on < hand_raises.stands_to_on
            and coalesce(hand_overs.exited_at < hand_raises.raised_at, true)
    where hand_overs.entry_signal = 'hand_raised'
    group by hand_overs.lead_id, hand_overs.stay_no
),

final as (
    select
        hand_overs.lead_id,
        leads.lead_key,
        hand_overs.cycle_no,
        hand_overs.stage,
        segments.segment,
        hand_overs.is_current,
        hand_overs.entered_on,
        requests.raised_at,
        coalesce(requests.raised_at, cast({{ add_days('hand_overs.entered_on', 1) }} as timestamp)) as started_at,
        hand_overs.exited_at,
        coalesce(hand_overs.exited_at, cast(hand_overs.entered_on as timestamp)) as responses_from,
        lead(hand_overs.exited_at) over (
            partition by hand_overs.lead_id order by hand_overs.stay_no asc nulls last
        ) as next_exited_at,
        lead(coalesce(hand_overs.exited_at, cast(hand_overs.entered_on as timestamp))) over (
            partition by hand_overs.lead_id order by hand_overs.stay_no asc nulls last
        ) as next_responses_from
    from hand_overs
    inner join leads on hand_overs.lead_id = leads.lead_id
    left join requests on hand_overs.lead_id = requests.lead_id and hand_overs.stay_no = requests.stay_no
    left join {{ ref('int_hand_over_segments') }} as segments
        on hand_overs.lead_id = segments.lead_id and hand_overs.stay_no = segments.stay_no
)

select * from final
