with hand_overs as (
    select
        hand_overs.*,
        clocks.sla_id,
        clocks.calendar_id,
        clocks.business_hours,
        clocks.seconds_at_start,
        clocks.due_at,
        responses.owner_id,
        responses.response_type,
        responses.first_response_at,
        {{ business_midnight(add_days(as_of_date(), 1)) }} as ends_at
    from {{ ref('int_hand_overs') }} as hand_overs
    inner join {{ ref('int_hand_over_responses') }} as responses
        on hand_overs.lead_id = responses.lead_id and hand_overs.cycle_no = responses.cycle_no
    left join {{ ref('int_sla_clocks') }} as clocks
        on
            hand_overs.entered_on = clocks.entered_on
            and hand_overs.started_at = clocks.started_at
            and (hand_overs.raised_at is not null) = clocks.is_request
            and hand_overs.segment = clocks.segment
),

-- Business hours used so far: to the answer, or to the end of the as-of date where there is none.
measured as (
    select
        hand_overs.*,
        {{ seconds_open_at('hours', 'coalesce(hand_overs.first_response_at, hand_overs.ends_at)') }}
        - hand_overs.seconds_at_start as seconds_used
    from hand_overs
    left join {{ ref('int_business_hours') }} as hours
        on
            hand_overs.calendar_id = hours.calendar_id
            and hours.opens_at <= coalesce(hand_overs.first_response_at, hand_overs.ends_at)
            and coalesce(hand_overs.first_response_at, hand_overs.ends_at) < hours.next_opens_at
),

final as (
    select
        lead_id,
        cycle_no,
        stage,
        sla_id,
        segment,
        owner_id,
        case
            when first_response_at > due_at then 'breached'
            when first_response_at is not null then 'met'
            when due_at is null or ends_at <= due_at then 'open'
            when is_current then 'overdue'
            else 'breached'
        end as status,
        response_type,
        business_hours,
        case
            when seconds_at_start is not null then {{ exact('greatest(seconds_used, 0) / 3600') }}
        end as business_hours_used,
        case
            when first_response_at is not null
                then {{ exact('greatest(' ~ second_difference('first_response_at', 'started_at') ~ ', 0) / 86400') }}
        end as days_to_answer,
        entered_on,
        {{ as_of_date() }} as as_of_date,
        started_at,
        due_at,
        first_response_at
    from measured
)

select * from final
