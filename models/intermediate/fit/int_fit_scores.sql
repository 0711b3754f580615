with assessments as (
    select * from {{ ref('int_fit_assessments') }}
    where status <> 'not_applicable'
),

overrides as (
    select
        lead_key,
        sum(points) as points
    from {{ ref('int_overrides_resolved') }}
    where
        dimension = 'fit'
        and known_on = {{ as_of_date() }}
        and starts_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < expires_on
    group by lead_key
),

summed as (
    select
        lead_key,
        model_key,
        cast(sum(contribution) as decimal(18, 6)) as unclipped_points,
        cast({{ clip('sum(contribution)', '0', '100') }} as decimal(18, 6)) as clipped_points,
        cast(sum(case when value is not null then weight else 0 end) / 100 as decimal(9, 6)) as fit_completeness
    from assessments
    group by lead_key, model_key
),

final as (
    select
        summed.lead_key,
        summed.model_key,
        summed.unclipped_points,
        summed.clipped_points,
        cast(coalesce(overrides.points, 0) as decimal(18, 6)) as override_points,
        cast(
            {{ clip('summed.clipped_points + coalesce(overrides.points, 0)', '0', '100') }} as decimal(18, 6)
        ) as fit_score,
        summed.fit_completeness
    from summed
    left join overrides on summed.lead_key = overrides.lead_key
)

select * from final
