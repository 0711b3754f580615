with events as {{ not_materialized() }} (
    select * from {{ ref('int_events_resolved') }}
    where message_id is not null
),

event_types as (
    select * from {{ ref('int_event_types') }}
    where delivery_event_type_key is not null
),

-- A click that follows its own delivery within seconds is a mail scanner's.
final as (
    select distinct
        clicks.event_id,
        clicks.lead_key,
        greatest(clicks.valid_from_on, deliveries.valid_from_on) as valid_from_on,
        least(clicks.valid_to_on, deliveries.valid_to_on) as valid_to_on
    from events as clicks
    inner join event_types on clicks.event_type_key = event_types.event_type_key
    inner join events as deliveries
        on
            clicks.lead_key = deliveries.lead_key
            and clicks.message_id = deliveries.message_id
            and event_types.delivery_event_type_key = deliveries.event_type_key
            and clicks.occurred_at >= deliveries.occurred_at
            and clicks.occurred_at < deliveries.occurred_at + interval {{ var('machine_click_seconds') }} second
            and clicks.valid_from_on < deliveries.valid_to_on
            and clicks.valid_to_on > deliveries.valid_from_on
)

select * from final
