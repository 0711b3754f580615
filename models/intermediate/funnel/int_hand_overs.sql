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

final as (
    select
        hand_overs.lead_id,
        leads.lead_key,
        hand_overs.cycle_no,
        hand_overs.stage,
        segments.segment,
        hand_overs.is_current,
        hand_overs.entered_on,
        hand_overs.exited_at,
        coalesce(hand_overs.exited_at, cast(hand_overs.entered_on as timestamp)) as responses_from,
        lead(hand_overs.exited_at) over (
            partition by hand_overs.lead_id order by hand_overs.stay_no asc nulls last
        ) as next_exited_at,
        lead(coalesce(hand_overs.exited_at, cast(hand_overs.entered_on as timestamp))) over (
            partition by hand_overs.lead_id order by hand_overs.stay_no asc nulls last
        ) as next_responses_from
    from hand_overs
    inner join {{ ref('int_leads_keyed') }} as leads on hand_overs.lead_id = leads.lead_id
    left join {{ ref('int_hand_over_segments') }} as segments
        on hand_overs.lead_id = segments.lead_id and hand_overs.stay_no = segments.stay_no
)

select * from final
