{% set last_on = kept_since() %}
-- What the last build scored of leads without news: its point of a date is also today's point of that date.
with scored as (
    select
        last_build.lead_key,
        last_build.model_key,
        last_build.as_of_on,
        last_build.anchor_on,
        {{ 'last_build.unclipped_points' if last_on else 'cast(null as decimal(18, 6))' }} as unclipped_points,
        {{ 'last_build.override_points' if last_on else 'cast(null as decimal(18, 6))' }} as override_points,
        {{ as_of_date() }} as known_on
    from {{ this if last_on else ref('int_score_points') }} as last_build
    where
        last_build.known_on = {{ last_on or as_of_date() }}
        and {{ is_renewed('last_build', 'as_of_on') }}
        and not {{ is_renewed('last_build') }}
),

asked as (
    select
        score_points.*,
        scored.unclipped_points,
        scored.override_points
    from {{ ref('int_score_points') }} as score_points
    left join scored
        on {{ same_point('score_points', 'scored') }} and score_points.anchor_on = scored.anchor_on
    where {{ of_slice('score_points') }} and {{ is_renewed('score_points', 'as_of_on', 'known_on') }}
),

points as (
    select * from asked
    where unclipped_points is null
),

groups as (
    select
        lead_key,
        model_key,
        known_on,
        as_of_on,
        anchor_on,
        sum(points) as points
    from ({{ engagement_groups('points') }}) as group_points
    group by lead_key, model_key, known_on, as_of_on, anchor_on
),

overrides as (
    select
        points.lead_key,
        points.model_key,
        points.known_on,
        points.as_of_on,
        points.anchor_on,
        sum(overrides.points) as points
    from points
    inner join {{ ref('int_overrides_resolved') }} as overrides
        on
            points.lead_key = overrides.lead_key
            and points.known_on = overrides.known_on
            and points.as_of_on >= overrides.starts_on
            and points.as_of_on < overrides.expires_on
    where overrides.dimension = 'engagement'
    group by points.lead_key, points.model_key, points.known_on, points.as_of_on, points.anchor_on
),

summed as (
    select
        asked.lead_key,
        asked.model_key,
        asked.is_active_model,
        asked.is_activity_date,
        asked.is_scored,
        asked.known_on,
        asked.as_of_on,
        asked.anchor_on,
        asked.profile_on,
        cast(coalesce(asked.unclipped_points, groups.points, 0) as decimal(18, 6)) as unclipped_points,
        cast(coalesce(asked.override_points, overrides.points, 0) as decimal(18, 6)) as override_points
    from asked
    left join groups on {{ same_point('asked', 'groups') }} and asked.anchor_on = groups.anchor_on
    left join overrides on {{ same_point('asked', 'overrides') }} and asked.anchor_on = overrides.anchor_on
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
