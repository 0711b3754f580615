with events as (
    select resolved.* from {{ ref('int_events_resolved') }} as resolved
    where {{ news_of('resolved') }}
),

machine_acts as (
    select clicks.* from {{ ref('int_machine_clicks') }} as clicks
    where {{ news_of('clicks') }}
    union all
    select bursts.* from {{ ref('int_machine_bursts') }} as bursts
    where {{ news_of('bursts') }}
),

touched as (
    select
        events.event_id,
        events.lead_key,
        events.valid_from_on as resolved_from_on,
        events.valid_to_on as resolved_to_on,
        greatest(events.valid_from_on, machine_acts.valid_from_on) as machine_from_on,
        least(events.valid_to_on, machine_acts.valid_to_on) as machine_to_on
    from events
    inner join machine_acts
        on
            events.event_id = machine_acts.event_id
            and events.lead_key = machine_acts.lead_key
            and events.valid_from_on < machine_acts.valid_to_on
            and events.valid_to_on > machine_acts.valid_from_on
),

-- The period of the click is cut wherever a delivery that makes it a machine's becomes known or is taken back.
changes as (
    select
        event_id,
        lead_key,
        resolved_from_on,
        resolved_from_on as changed_on
    from touched
    union distinct
    select
        event_id,
        lead_key,
        resolved_from_on,
        machine_from_on as changed_on
    from touched
    union distinct
    select
        event_id,
        lead_key,
        resolved_from_on,
        machine_to_on as changed_on
    from touched
    union distinct
    select
        event_id,
        lead_key,
        resolved_from_on,
        resolved_to_on as changed_on
    from touched
),

periods as (
    select
        *,
        lead(changed_on) over (
            partition by event_id, lead_key, resolved_from_on order by changed_on asc nulls last
        ) as next_changed_on
    from changes
),

final as (
    select
        periods.event_id,
        periods.lead_key,
        periods.resolved_from_on,
        periods.changed_on as valid_from_on,
        periods.next_changed_on as valid_to_on,
        max(case
            when periods.changed_on >= touched.machine_from_on and periods.changed_on < touched.machine_to_on
                then 1
            else 0
        end) = 1 as is_machine
    from periods
    inner join touched
        on
            periods.event_id = touched.event_id
            and periods.lead_key = touched.lead_key
            and periods.resolved_from_on = touched.resolved_from_on
    where periods.next_changed_on is not null
    group by
        periods.event_id, periods.lead_key, periods.resolved_from_on, periods.changed_on, periods.next_changed_on
)

select * from final
