with events as (
    select standing.* from {{ ref('int_events_standing') }} as standing
    where not standing.is_machine and not standing.is_quarantined and {{ news_of('standing') }}
),

click_periods as (
    select * from {{ ref('int_click_periods') }}
),

final as (
    select
        events.event_id,
        events.lead_key,
        events.event_type_key,
        cast(events.occurred_at as date) as activity_on,
        events.occurred_at,
        coalesce(click_periods.valid_from_on, events.valid_from_on) as valid_from_on,
        coalesce(click_periods.valid_to_on, events.valid_to_on) as valid_to_on
    from events
    left join click_periods
        on
            events.event_id = click_periods.event_id
            and events.lead_key = click_periods.lead_key
            and events.valid_from_on = click_periods.standing_from_on
    where click_periods.event_id is null or not click_periods.is_machine
)

select * from final
