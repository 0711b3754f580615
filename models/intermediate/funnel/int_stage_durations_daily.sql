with lengths as (
    select
        stage,
        left_on,
        {{ day_difference('left_on', 'entered_on') }} as stay_days,
        count(*) as stay_count
    from {{ ref('int_stage_history') }}
    where left_on is not null
    group by stage, left_on, {{ day_difference('left_on', 'entered_on') }}
),

-- Each ended stay counts on every day of the window that follows its end.
windowed as (
    select
        stage,
        stay_days,
        stay_count,
        {{ date_series('left_on', add_days('left_on', (var('funnel_window_days') | int) - 1)) }} as counted_on
    from lengths
),

summed as (
    select
        stage,
        counted_on,
        stay_days,
        sum(stay_count) as stay_count
    from windowed
    where counted_on <= {{ as_of_date() }}
    group by stage, counted_on, stay_days
),

-- The median is read where the running count passes the middle, without a row for every stay and day.
ordered as (
    select
        stage,
        counted_on,
        stay_days,
        sum(stay_count) over (partition by stage, counted_on) as ended_stays,
        sum(stay_count) over (
            partition by stage, counted_on
            order by stay_days asc nulls last
            rows between unbounded preceding and current row
        ) as ended_stays_up_to
    from summed
),

final as (
    select
        stage,
        counted_on,
        ended_stays,
        cast(
            (
                min(case when 2 * ended_stays_up_to >= ended_stays then stay_days end)
                + min(case when 2 * ended_stays_up_to >= ended_stays + 1 then stay_days end)
            ) / 2.0 as decimal(9, 1)
        ) as median_days
    from ordered
    group by stage, counted_on, ended_stays
)

select * from final
