with points as (
    select score_points.* from {{ ref('int_score_points') }} as score_points
    where
        score_points.is_scored
        and {{ of_slice('score_points') }}
        and {{ is_renewed('score_points', 'as_of_on', 'known_on') }}
),

assessed as (
    select
        assessments.lead_key,
        assessments.model_key,
        assessments.assessed_on,
        cast(sum(assessments.contribution) as decimal(18, 6)) as unclipped_points,
        cast({{ clip('sum(assessments.contribution)', '0', '100') }} as decimal(18, 6)) as clipped_points,
        cast(
            sum(case when assessments.value is not null then assessments.weight else 0 end) / 100 as decimal(9, 6)
        ) as fit_completeness
    from {{ ref('int_fit_assessments') }} as assessments
    where assessments.status <> 'not_applicable' and {{ of_slice('assessments') }}
    group by assessments.lead_key, assessments.model_key, assessments.assessed_on
),

overrides as (
    select
        points.lead_key,
        points.model_key,
        points.known_on,
        points.as_of_on,
        sum(overrides.points) as points
    from points
    inner join {{ ref('int_overrides_resolved') }} as overrides
        on
            points.lead_key = overrides.lead_key
            and points.known_on = overrides.known_on
            and points.as_of_on >= overrides.starts_on
            and points.as_of_on < overrides.expires_on
    where overrides.dimension = 'fit'
    group by points.lead_key, points.model_key, points.known_on, points.as_of_on
),

final as (
    select
        points.lead_key,
        points.model_key,
        points.known_on,
        points.as_of_on,
        assessed.assessed_on,
        assessed.unclipped_points,
        assessed.clipped_points,
        cast(coalesce(overrides.points, 0) as decimal(18, 6)) as override_points,
        cast(
            {{ clip('assessed.clipped_points + coalesce(overrides.points, 0)', '0', '100') }} as decimal(18, 6)
        ) as fit_score,
        assessed.fit_completeness
    from points
    inner join {{ ref('int_profile_points') }} as profile_points
        on points.lead_key = profile_points.lead_key and points.profile_on = profile_points.profile_on
    inner join assessed
        on
            points.lead_key = assessed.lead_key
            and points.model_key = assessed.model_key
            and profile_points.assessed_on = assessed.assessed_on
    left join overrides
        on
            points.lead_key = overrides.lead_key
            and points.model_key = overrides.model_key
            and points.known_on = overrides.known_on
            and points.as_of_on = overrides.as_of_on
    where {{ of_slice('profile_points') }}
)

select * from final
