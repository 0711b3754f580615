with baseline as (
    select * from {{ ref('int_build_baseline') }}
),

-- Deliveries that the last build had not read, and events of which a period began or ended since.
events as (
    select distinct deliveries.event_id
    from {{ ref('int_events_deduplicated') }} as deliveries
    cross join baseline
    where
        deliveries.load_batch_id is null
        or baseline.previous_load_batch_id is null
        or deliveries.load_batch_id > baseline.previous_load_batch_id
        or (deliveries.valid_from_on > baseline.previous_as_of_on and deliveries.valid_from_on <= baseline.as_of_on)
        or (deliveries.valid_to_on > baseline.previous_as_of_on and deliveries.valid_to_on <= baseline.as_of_on)
),

event_identifiers as (
    select distinct
        deliveries.identifier_type,
        deliveries.identifier
    from {{ ref('int_events_deduplicated') }} as deliveries
    inner join events on deliveries.event_id = events.event_id
),

final as (
    select lead_key from {{ ref('int_lead_inputs') }}
    where is_changed
    union distinct
    select identifiers.lead_key
    from {{ ref('int_identifiers_resolved') }} as identifiers
    inner join event_identifiers
        on
            identifiers.identifier_type = event_identifiers.identifier_type
            and identifiers.identifier = event_identifiers.identifier
)

select * from final
