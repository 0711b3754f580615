with targets as (
    select cast(ceil(coalesce(max(greatest(business_hours, hand_raise_hours)), 0)) as integer) as longest_hours
    from {{ ref('sla_targets') }}
),

holidays as (
    select count(distinct holiday_on) as holiday_count from {{ ref('business_calendar') }}
),

hand_overs as (
    select min(stays.entered_on) as first_on
    from {{ ref('int_stage_history') }} as stays
    inner join
        {{ ref('funnel_stages') }} as funnel_stages
        on stays.stage = funnel_stages.stage and funnel_stages.is_hand_over
),

-- The date of a calendar can be two days behind that of the business, if its clock is more than 24 hours behind. Far
-- enough for any deadline: a week for each hour of the longest target and each holiday, and one more.
bounds as (
    select
        {{ add_days('hand_overs.first_on', -2) }} as first_on,
        {{ add_days(as_of_date(), 'cast(7 * (targets.longest_hours + holidays.holiday_count + 1) as integer)') }}
            as last_on
    from hand_overs
    cross join targets
    cross join holidays
),

local_dates as (
    select {{ date_series('bounds.first_on', 'bounds.last_on') }} as local_on from bounds
),

-- A holiday replaces the hours of its weekday; without hours of its own it is closed.
calendar_rows as (
    select
        calendar.*,
        local_dates.local_on,
        bool_or(calendar.holiday_on is not null) over (
            partition by calendar.calendar_id, local_dates.local_on
        ) as is_holiday
    from local_dates
    inner join {{ ref('business_calendar') }} as calendar
        on
            {{ valid_on('calendar', 'local_dates.local_on') }}
            and (
                calendar.holiday_on = local_dates.local_on
                or calendar.weekday
                = {{ day_difference('local_dates.local_on', "cast(date_trunc('week', local_dates.local_on) as date)") }}
                + 1
            )
),

openings as (
    select
        calendar_id,
        {{ to_utc("cast(cast(local_on as string) || ' ' || opens_at as timestamp)", 'time_zone') }} as opens_at,
        {{ to_utc("cast(cast(local_on as string) || ' ' || closes_at as timestamp)", 'time_zone') }} as closes_at
    from calendar_rows
    where is_holiday = (holiday_on is not null)
),

measured as (
    select
        *,
        {{ second_difference('closes_at', 'opens_at') }} as seconds_open
    from openings
    where opens_at < closes_at
),

final as (
    select
        calendar_id,
        opens_at,
        closes_at,
        cast(
            sum(seconds_open) over (partition by calendar_id order by opens_at asc nulls last) - seconds_open as bigint
        ) as seconds_before,
        cast(
            sum(seconds_open) over (partition by calendar_id order by opens_at asc nulls last) as bigint
        ) as seconds_through,
        coalesce(
            lead(opens_at) over (partition by calendar_id order by opens_at asc nulls last),
            cast({{ end_of_time() }} as timestamp)
        ) as next_opens_at
    from measured
)

select * from final
