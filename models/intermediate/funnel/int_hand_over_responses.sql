with events as (
    select
        lead_key,
        activity_id,
        owner_id,
        activity_type,
        occurred_at,
        cast(null as bigint) as signal_no
    from {{ ref('int_sales_acts') }}
    union all
    select
        lead_key,
        signal_id as activity_id,
        cast(null as string) as owner_id,
        entry_signal as activity_type,
        entered_at as occurred_at,
        signal_no
    from {{ ref('int_stage_signals') }}
    where entry_signal in ('opportunity_opened', 'opportunity_won', 'opportunity_lost', 'purchased')
),

-- An exit at the very moment at which the next hand-over may begin answers this one.
acts as (
    select
        hand_overs.lead_id,
        hand_overs.cycle_no,
        acts.activity_id,
        acts.owner_id,
        acts.activity_type,
        acts.occurred_at,
        acts.signal_no,
        acts.occurred_at > hand_overs.handed_over_at
        and acts.activity_type in (
            'contacted', 'accepted', 'rejected', 'qualified', 'recycled', 'disqualified',
            'opportunity_opened', 'opportunity_won', 'opportunity_lost', 'purchased'
        ) as is_response
    from {{ ref('int_hand_overs') }} as hand_overs
    inner join events as acts
        on
            hand_overs.lead_key = acts.lead_key
            and (hand_overs.next_handed_over_at is null or hand_overs.next_handed_over_at >= acts.occurred_at)
),

responses as (
    select
        *,
        row_number() over (
            partition by lead_id, cycle_no
            order by occurred_at asc nulls last, activity_id asc nulls last, signal_no asc nulls last
        ) as position_of_act
    from acts
    where is_response
),

assignments as (
    select
        *,
        row_number() over (
            partition by lead_id, cycle_no order by occurred_at desc nulls last, activity_id desc nulls last
        ) as position_of_act
    from acts
    where activity_type = 'assigned' and owner_id is not null
),

final as (
    select
        hand_overs.lead_id,
        hand_overs.cycle_no,
        responses.activity_type as response_type,
        responses.occurred_at as first_response_at,
        coalesce(responses.owner_id, assignments.owner_id) as owner_id
    from {{ ref('int_hand_overs') }} as hand_overs
    left join responses
        on
            hand_overs.lead_id = responses.lead_id
            and hand_overs.cycle_no = responses.cycle_no
            and responses.position_of_act = 1
    left join assignments
        on
            hand_overs.lead_id = assignments.lead_id
            and hand_overs.cycle_no = assignments.cycle_no
            and assignments.position_of_act = 1
)

select * from final
