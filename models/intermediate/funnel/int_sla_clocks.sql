with entry_dates as (
    select distinct
        entered_on,
        started_at,
        raised_at is not null as is_request
    from {{ ref('int_hand_overs') }}
),

hours as (
    select * from {{ ref('int_business_hours') }}
),

-- One calendar at a time; of several valid ones the smallest id.
calendars as (
    select
        entry_dates.is_request,
        entry_dates.entered_on,
        entry_dates.started_at,
        min(calendar.calendar_id) as calendar_id
    from entry_dates
    inner join {{ ref('business_calendar') }} as calendar on {{ valid_on('calendar', 'entry_dates.entered_on') }}
    group by entry_dates.is_request, entry_dates.entered_on, entry_dates.started_at
),

started as (
    select
        calendars.*,
        {{ seconds_open_at('hours', 'calendars.started_at') }} as seconds_at_start
    from calendars
    left join hours
        on
            calendars.calendar_id = hours.calendar_id
            and calendars.started_at >= hours.opens_at
            and calendars.started_at < hours.next_opens_at
),

-- Deadlines are found on the running count of seconds that the calendar has been open.
targets as (
    select
        started.*,
        targets.sla_id,
        targets.segment,
        case
            when started.is_request then coalesce(targets.hand_raise_hours, targets.business_hours)
            else targets.business_hours
        end as hours_allowed
    from started
    inner join {{ ref('sla_targets') }} as targets on {{ valid_on('targets', 'started.entered_on') }}
),

due as (
    select
        *,
        seconds_at_start + cast(hours_allowed * 3600 as bigint) as seconds_when_due
    from targets
),

final as (
    select
        targets.is_request,
        targets.entered_on,
        targets.started_at,
        targets.segment,
        targets.sla_id,
        targets.calendar_id,
        targets.hours_allowed as business_hours,
        targets.seconds_at_start,
        hours.opens_at + (targets.seconds_when_due - hours.seconds_before) * interval '1' second as due_at
    from due as targets
    left join hours
        on
            targets.calendar_id = hours.calendar_id
            and targets.seconds_when_due > hours.seconds_before
            and targets.seconds_when_due <= hours.seconds_through
)

select * from final
