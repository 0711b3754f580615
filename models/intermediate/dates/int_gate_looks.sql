-- A look every week into a span, and one at its end.
with spans as (
    select open_spans.* from {{ ref('int_gate_spans__open') }} as open_spans
    where open_spans.may_be_open and not open_spans.is_mixed and {{ news_of('open_spans') }}
),

days as (
    select
        lead_key,
        model_key,
        cycle_starts_on,
        from_on,
        {{ date_series(add_days('from_on', 7), add_days('to_on', -1), 7) }} as as_of_date
    from spans
    union all
    select
        lead_key,
        model_key,
        cycle_starts_on,
        from_on,
        to_on as as_of_date
    from spans
    where from_on < to_on
),

dates as (
    select
        *,
        {{ as_of_date() }} as known_on
    from days
    where {{ news_of('days', 'as_of_date') }}
),

points as (
    select
        lead_key,
        cycle_starts_on,
        as_of_date,
        sum(points) as unclipped_points,
        sum(most_points) as most_points
    from ({{ engagement_groups('dates') }}) as group_points
    group by lead_key, cycle_starts_on, as_of_date
),

final as (
    select
        dates.lead_key,
        dates.cycle_starts_on,
        dates.from_on,
        dates.as_of_date,
        cast(coalesce(points.unclipped_points, 0) as decimal(18, 6)) as unclipped_points,
        cast(coalesce(points.most_points, 0) as decimal(18, 6)) as most_points
    from dates
    left join points
        on
            dates.lead_key = points.lead_key
            and dates.cycle_starts_on = points.cycle_starts_on
            and dates.as_of_date = points.as_of_date
)

select * from final
