with dates as (
    select model_dates.* from {{ ref('int_dates_to_score__by_model') }} as model_dates
    where {{ news_of('model_dates', 'as_of_date', 'known_on') }}
),

groups as (
    select
        group_points.lead_key,
        group_points.model_key,
        group_points.known_on,
        group_points.as_of_date,
        group_points.cycle_starts_on,
        sum(group_points.points) as points
    from {{ ref('int_engagement_groups') }} as group_points
    where {{ news_of('group_points', 'as_of_date', 'known_on') }}
    group by
        group_points.lead_key, group_points.model_key, group_points.known_on, group_points.as_of_date,
        group_points.cycle_starts_on
),

summed as (
    select
        dates.lead_key,
        dates.model_key,
        dates.is_active_model,
        dates.needs_fit,
        dates.known_on,
        dates.as_of_date,
        dates.cycle_starts_on,
        dates.profile_on,
        cast(coalesce(groups.points, 0) as decimal(18, 6)) as unclipped_points,
        cast(coalesce(overrides.points, 0) as decimal(18, 6)) as override_points
    from dates
    left join groups on {{ same_date_scored('dates', 'groups') }} and dates.cycle_starts_on = groups.cycle_starts_on
    left join {{ ref('int_override_points') }} as overrides
        on
            dates.lead_key = overrides.lead_key
            and dates.known_on = overrides.known_on
            and dates.as_of_date >= overrides.starts_on
            and dates.as_of_date < overrides.ends_on
            and overrides.dimension = 'engagement'
),

final as (
    select
        *,
        cast({{ clip('unclipped_points', '0', '100') }} as decimal(18, 6)) as clipped_points,
        {{ overridden_score('unclipped_points', 'override_points') }} as engagement_score
    from summed
)

select * from final
