with events as (
    select * from {{ ref('int_events_standing') }}
    where not is_machine and not is_quarantined
),

machine_clicks as (
    select * from {{ ref('int_machine_clicks') }}
),

final as (
    select
        events.event_id,
        events.lead_key,
        events.event_type_key,
        cast(events.occurred_at as date) as activity_on,
        events.valid_from_on,
        events.occurred_at,
        least(events.valid_to_on, coalesce(machine_clicks.machine_from_on, events.valid_to_on)) as valid_to_on
    from events
    left join machine_clicks
        on
            events.event_id = machine_clicks.event_id
            and events.lead_key = machine_clicks.lead_key
            and events.resolved_from_on = machine_clicks.valid_from_on
    where machine_clicks.machine_from_on is null or events.valid_from_on < machine_clicks.machine_from_on
)

select * from final
