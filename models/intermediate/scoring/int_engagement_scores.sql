with points as (
    select score_points.* from {{ ref('int_score_points') }} as score_points
    where {{ of_slice('score_points') }}
),

groups as (
    select
        group_points.lead_key,
        group_points.model_key,
        group_points.known_on,
        group_points.as_of_on,
        group_points.anchor_on,
        sum(group_points.points) as points
    from {{ ref('int_engagement_groups') }} as group_points
    where {{ of_slice('group_points') }}
    group by
        group_points.lead_key, group_points.model_key, group_points.known_on, group_points.as_of_on,
        group_points.anchor_on
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
        points.*,
        cast(coalesce(groups.points, 0) as decimal(18, 6)) as unclipped_points,
        cast({{ clip('coalesce(groups.points, 0)', '0', '100') }} as decimal(18, 6)) as clipped_points,
        cast(coalesce(overrides.points, 0) as decimal(18, 6)) as override_points
    from points
    left join groups
        on
            points.lead_key = groups.lead_key
            and points.model_key = groups.model_key
            and points.known_on = groups.known_on
            and points.as_of_on = groups.as_of_on
            and points.anchor_on = groups.anchor_on
    left join overrides
        on
            points.lead_key = overrides.lead_key
            and points.model_key = overrides.model_key
            and points.known_on = overrides.known_on
            and points.as_of_on = overrides.as_of_on
            and points.anchor_on = overrides.anchor_on
),

final as (
    select
        lead_key,
        model_key,
        is_active_model,
        is_activity_date,
        is_scored,
        unclipped_points,
        clipped_points,
        override_points,
        cast({{ clip('clipped_points + override_points', '0', '100') }} as decimal(18, 6)) as engagement_score,
        known_on,
        as_of_on,
        anchor_on,
        profile_on
    from summed
)

select * from final
