with hand_overs as (
    select
        history.*,
        {{ moment_of('history.entered_at', 'history.entered_on') }} as handed_over_at
    from {{ ref('int_stage_history') }} as history
    inner join {{ ref('funnel_stages') }} as funnel_stages on history.stage = funnel_stages.stage
    left join {{ ref('int_hold_outs') }} as hold_outs
        on history.lead_id = hold_outs.lead_id and history.stay_no = hold_outs.stay_no
    where funnel_stages.is_hand_over and not coalesce(hold_outs.is_held_out, false)
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
        case when hand_overs.entry_signal = 'hand_raised' then hand_overs.entered_at end as raised_at,
        coalesce(hand_overs.entered_at, {{ business_midnight(add_days('hand_overs.entered_on', 1)) }}) as started_at,
        hand_overs.handed_over_at,
        lead(hand_overs.handed_over_at) over (
            partition by hand_overs.lead_id order by hand_overs.stay_no asc nulls last
        ) as next_handed_over_at
    from hand_overs
    inner join {{ ref('int_leads_keyed') }} as leads on hand_overs.lead_id = leads.lead_id
    left join {{ ref('int_hand_over_segments') }} as segments
        on hand_overs.lead_id = segments.lead_id and hand_overs.stay_no = segments.stay_no
)

select * from final
