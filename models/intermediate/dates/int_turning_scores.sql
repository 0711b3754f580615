with dates as (
    select
        by_model.*,
        {{ as_of_date() }} as known_on
    from {{ ref('int_turning_dates__by_model') }} as by_model
    where {{ news_of('by_model', 'as_of_date') }}
),

points as (
    select
        lead_key,
        model_key,
        cycle_starts_on,
        as_of_date,
        sum(points) as unclipped_points,
        sum(most_points) as most_points,
        bool_or(is_mixed) as is_mixed
    from ({{ engagement_groups('dates') }}) as group_points
    group by lead_key, model_key, cycle_starts_on, as_of_date
),

final as (
    select
        dates.lead_key,
        dates.model_key,
        dates.cycle_starts_on,
        dates.as_of_date,
        dates.is_activity_date,
        dates.is_gate_date,
        cast(coalesce(points.unclipped_points, 0) as decimal(18, 6)) as unclipped_points,
        cast(coalesce(points.most_points, 0) as decimal(18, 6)) as most_points,
        cast(coalesce(overrides.points, 0) as decimal(18, 6)) as override_points,
        coalesce(points.is_mixed, false) as is_mixed
    from dates
    left join points
        on
            dates.lead_key = points.lead_key
            and dates.model_key = points.model_key
            and dates.cycle_starts_on = points.cycle_starts_on
            and dates.as_of_date = points.as_of_date
    left join {{ ref('int_override_points') }} as overrides
        on
            dates.lead_key = overrides.lead_key
            and dates.known_on = overrides.known_on
            and dates.as_of_date >= overrides.starts_on
            and dates.as_of_date < overrides.ends_on
            and overrides.dimension = 'engagement'
)

select * from final
