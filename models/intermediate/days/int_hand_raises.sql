with cycles as (
    select * from {{ ref('int_stage_cycles') }}
),

event_types as (
    select * from {{ ref('int_event_types') }}
    where is_hand_raise
),

rules as (
    select * from {{ ref('int_engagement_rules') }}
),

final as (
    select distinct
        cycles.lead_key,
        cycles.cycle_starts_on,
        rules.model_key,
        events.event_id,
        event_types.event_type,
        event_types.description,
        events.activity_on as raised_on,
        events.occurred_at as raised_at,
        greatest(events.activity_on, rules.valid_from) as stands_from_on,
        case
            when rules.window_days is null then rules.valid_to
            else least({{ add_days('events.activity_on', 'rules.window_days') }}, rules.valid_to)
        end as stands_to_on
    from {{ ref('int_events_counted') }} as events
    inner join event_types on events.event_type_key = event_types.event_type_key
    inner join cycles
        on
            events.lead_key = cycles.lead_key
            and events.activity_on >= cycles.cycle_starts_on
            and events.activity_on <= cycles.ends_on
    inner join rules on events.event_type_key = rules.event_type_key
    where
        events.valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < events.valid_to_on
        and (cycles.cycle_starts_at is null or events.occurred_at > cycles.cycle_starts_at)
        and (cycles.ended_at is null or events.occurred_at < cycles.ended_at)
)

select * from final
where stands_from_on < stands_to_on
