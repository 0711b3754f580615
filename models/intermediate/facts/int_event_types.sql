with catalogue as (
    select * from {{ ref('event_types') }}
),

rules as (
    select distinct event_type from {{ ref('engagement_rules') }}
),

-- Types outside the catalogue get a key too, so that their events are listed and not lost.
delivered as (
    select distinct event_type from {{ ref('int_events_deduplicated') }}
    union distinct
    select event_type from catalogue
    union distinct
    select event_type from rules
),

keyed as (
    select
        event_type,
        row_number() over (order by event_type asc nulls last) as event_type_key
    from delivered
),

final as (
    select
        keyed.event_type_key,
        delivery.event_type_key as delivery_event_type_key,
        keyed.event_type,
        catalogue.dedupe_by,
        coalesce(catalogue.machine_seconds_before, 0) as machine_seconds_before,
        coalesce(catalogue.machine_seconds_after, {{ var('machine_click_seconds') }}) as machine_seconds_after,
        coalesce(catalogue.machine_burst_seconds, 0) as machine_burst_seconds,
        catalogue.machine_burst_count,
        catalogue.repeat_within_seconds,
        coalesce(catalogue.description, keyed.event_type) as description,
        coalesce(catalogue.is_hand_raise, false) as is_hand_raise,
        rules.event_type is not null as has_rule
    from keyed
    left join catalogue on keyed.event_type = catalogue.event_type
    left join keyed as delivery on catalogue.delivery_event_type = delivery.event_type
    left join rules on keyed.event_type = rules.event_type
)

select * from final
