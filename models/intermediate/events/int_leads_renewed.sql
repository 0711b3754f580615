with baseline as (
    select * from {{ ref('int_build_baseline') }}
),

-- Deliveries that the last build had not read, and events of which a period began or ended since.
-- Where nothing is kept, the inputs of every lead count as changed.
events as (
    select distinct deliveries.event_id
    from {{ ref('int_events_deduplicated') }} as deliveries
    cross join baseline
    where
        baseline.keeps_events
        and (
            deliveries.load_batch_id is null
            or baseline.previous_load_batch_id is null
            or deliveries.load_batch_id > baseline.previous_load_batch_id
            or (
                deliveries.valid_from_on > baseline.previous_as_of_date
                and deliveries.valid_from_on <= baseline.as_of_date
            )
            or (deliveries.valid_to_on > baseline.previous_as_of_date and deliveries.valid_to_on <= baseline.as_of_date)
        )
),

-- A delivery or a link turns acts just before it into a machine's.
reaches as (
    select max(greatest(machine_seconds_before, machine_burst_seconds)) * interval '1' second as reach
    from {{ ref('int_event_types') }}
),

-- All they were ever delivered with: a delivery may take the place of one that is no longer among the deduplicated.
-- What an event does to others (duplicates, repeats, caps) it does to those of its day and later.
event_identifiers as (
    select
        {{ event_identifier_type() }} as identifier_type,
        {{ event_identifier() }} as identifier,
        {{ business_date('min(occurred_at) - (select reaches.reach from reaches)') }} as touched_from_on
    from {{ ref('stg_raw__events') }}
    where event_id in (select events.event_id from events)
    group by {{ event_identifier_type() }}, {{ event_identifier() }}
),

-- Other inputs may touch any date.
touched as (
    select
        lead_key,
        cast('0001-01-01' as date) as touched_from_on
    from {{ ref('int_lead_inputs') }}
    where is_changed
    union all
    select
        identifiers.lead_key,
        event_identifiers.touched_from_on
    from {{ ref('int_identifiers_resolved') }} as identifiers
    inner join event_identifiers
        on
            identifiers.identifier_type = event_identifiers.identifier_type
            and identifiers.identifier = event_identifiers.identifier
),

final as (
    select
        touched.lead_key,
        cast(
            date_trunc(
                'week',
                least(min(touched.touched_from_on), coalesce(max(baseline.previous_as_of_date), {{ start_of_time() }}))
            ) as date
        ) as renewed_from_on
    from touched
    cross join baseline
    group by touched.lead_key
)

select * from final
