{% set last_on = kept_since() %}
-- What the last build scored of leads without news: its point of a date is also today's point of that date.
with scored as (
    select
        last_build.lead_key,
        last_build.model_key,
        last_build.as_of_date,
        last_build.cycle_starts_on,
        {{ 'last_build.unclipped_points' if last_on else 'cast(null as decimal(18, 6))' }} as unclipped_points,
        {{ 'last_build.override_points' if last_on else 'cast(null as decimal(18, 6))' }} as override_points,
        {{ as_of_date() }} as known_on
    from {{ this if last_on else ref('int_dates_to_score__by_model') }} as last_build
    where
        last_build.known_on = {{ last_on or as_of_date() }}
        and {{ is_renewed('last_build', 'as_of_date') }}
        and not {{ is_renewed('last_build') }}
),

asked as (
    select
        model_dates.*,
        scored.unclipped_points,
        scored.override_points
    from {{ ref('int_dates_to_score__by_model') }} as model_dates
    left join scored
        on {{ same_date_scored('model_dates', 'scored') }} and model_dates.cycle_starts_on = scored.cycle_starts_on
    where {{ of_slice('model_dates') }} and {{ is_renewed('model_dates', 'as_of_date', 'known_on') }}
),

dates as (
    select * from asked
    where unclipped_points is null
),

groups as (
    select
        lead_key,
        model_key,
        known_on,
        as_of_date,
        cycle_starts_on,
        sum(points) as points
    from ({{ engagement_groups('dates') }}) as group_points
    group by lead_key, model_key, known_on, as_of_date, cycle_starts_on
),

overrides as (
    select
        dates.lead_key,
        dates.model_key,
        dates.known_on,
        dates.as_of_date,
        dates.cycle_starts_on,
        sum(overrides.points) as points
    from dates
    inner join {{ ref('int_overrides_resolved') }} as overrides
        on
            dates.lead_key = overrides.lead_key
            and dates.known_on = overrides.known_on
            and dates.as_of_date >= overrides.starts_on
            and dates.as_of_date < overrides.expires_on
    where overrides.dimension = 'engagement'
    group by dates.lead_key, dates.model_key, dates.known_on, dates.as_of_date, dates.cycle_starts_on
),

summed as (
    select
        asked.lead_key,
        asked.model_key,
        asked.is_active_model,
        asked.is_activity_date,
        asked.needs_fit,
        asked.known_on,
        asked.as_of_date,
        asked.cycle_starts_on,
        asked.profile_on,
        cast(coalesce(asked.unclipped_points, groups.points, 0) as decimal(18, 6)) as unclipped_points,
        cast(coalesce(asked.override_points, overrides.points, 0) as decimal(18, 6)) as override_points
    from asked
    left join groups on {{ same_date_scored('asked', 'groups') }} and asked.cycle_starts_on = groups.cycle_starts_on
    left join overrides
        on {{ same_date_scored('asked', 'overrides') }} and asked.cycle_starts_on = overrides.cycle_starts_on
),

final as (
    select
        *,
        cast({{ clip('unclipped_points', '0', '100') }} as decimal(18, 6)) as clipped_points,
        cast({{ clip(clip('unclipped_points', '0', '100') ~ ' + override_points', '0', '100') }} as decimal(18, 6))
            as engagement_score
    from summed
)

select * from final
