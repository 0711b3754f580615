with events as {{ not_materialized() }} (
    select resolved.* from {{ ref('int_events_resolved') }} as resolved
    where resolved.message_id is not null and {{ news_of('resolved') }}
),

event_types as (
    select * from {{ ref('int_event_types') }}
    where delivery_event_type_key is not null
),

-- A click that follows its own delivery within seconds is a mail scanner's.
final as (
    select distinct
        acts.event_id,
        acts.lead_key,
        greatest(acts.valid_from_on, deliveries.valid_from_on) as valid_from_on,
        least(acts.valid_to_on, deliveries.valid_to_on) as valid_to_on
    from events as acts
    inner join event_types on acts.event_type_key = event_types.event_type_key
    inner join events as deliveries
        on
            acts.lead_key = deliveries.lead_key
            and acts.message_id = deliveries.message_id
            and event_types.delivery_event_type_key = deliveries.event_type_key
            and acts.occurred_at >= deliveries.occurred_at - event_types.machine_seconds_before * interval '1' second
            and acts.occurred_at < deliveries.occurred_at + event_types.machine_seconds_after * interval '1' second
            and acts.valid_from_on < deliveries.valid_to_on
            and acts.valid_to_on > deliveries.valid_from_on
    where not acts.is_machine
)

select * from final
