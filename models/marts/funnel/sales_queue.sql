with stays as (
    select
        history.*,
        funnel_stages.is_hand_over
    from {{ ref('lead_stage_history') }} as history
    inner join {{ ref('funnel_stages') }} as funnel_stages
        on history.stage = funnel_stages.stage and (funnel_stages.is_hand_over or funnel_stages.kind = 'won')
    left join {{ ref('int_hold_outs') }} as hold_outs
        on history.lead_id = hold_outs.lead_id and history.stay_no = hold_outs.stay_no
    where history.is_current and not coalesce(hold_outs.is_held_out, false)
),

-- The latest assignment, for leads whose hand-over names no owner.
assignments as (
    select
        leads.lead_id,
        acts.owner_id,
        row_number() over (
            partition by leads.lead_id order by acts.occurred_at desc nulls last, acts.activity_id desc nulls last
        ) as position_of_act
    from {{ ref('int_sales_acts') }} as acts
    inner join {{ ref('int_leads_keyed') }} as leads on acts.lead_key = leads.lead_key
    where acts.activity_type = 'assigned' and acts.owner_id is not null
),

final as (
    select
        cast(row_number() over (
            order by
                sla.first_response_at is not null asc nulls last,
                coalesce(sla.status = 'open', false) desc nulls last,
                case when sla.status = 'open' then sla.due_at end asc nulls last,
                scores.lead_score desc nulls last,
                stays.lead_id asc nulls last
        ) as integer) as queue_position,
        stays.stage as hand_over_kind,
        stays.lead_id,
        scores.account_id,
        coalesce(sla.owner_id, assignments.owner_id) as owner_id,
        stays.cycle_no,
        stays.entry_signal,
        stays.entry_reason,
        scores.lead_score,
        scores.fit_grade,
        scores.engagement_band,
        scores.segment,
        coalesce(targets.hand_over_action, scores.recommended_action) as recommended_action,
        scores.top_reason_1,
        scores.top_reason_2,
        scores.top_reason_3,
        sla.status as sla_status,
        sla.due_at,
        scores.last_engaged_at,
        stays.entered_on,
        {{ as_of_date() }} as as_of_date
    from stays
    inner join {{ ref('lead_scores') }} as scores on stays.lead_id = scores.lead_id
    left join {{ ref('mql_sla') }} as sla
        on stays.is_hand_over and stays.lead_id = sla.lead_id and stays.cycle_no = sla.cycle_no
    left join {{ ref('sla_targets') }} as targets
        on
            stays.is_hand_over
            and scores.segment = targets.segment
            and {{ valid_on('targets', as_of_date()) }}
    left join assignments on stays.lead_id = assignments.lead_id and assignments.position_of_act = 1
    where not scores.is_excluded and (stays.is_hand_over or scores.segment = 'sales')
)

select * from final
