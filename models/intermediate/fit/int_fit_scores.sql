with dates as (
    select model_dates.* from {{ ref('int_dates_to_score__by_model') }} as model_dates
    where
        model_dates.needs_fit
        and {{ news_of('model_dates', 'as_of_date', 'known_on') }}
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
    where assessments.status <> 'not_applicable' and {{ news_of('assessments') }}
    group by assessments.lead_key, assessments.model_key, assessments.assessed_on
),

final as (
    select
        dates.lead_key,
        dates.model_key,
        dates.known_on,
        dates.as_of_date,
        assessed.assessed_on,
        assessed.unclipped_points,
        assessed.clipped_points,
        cast(coalesce(overrides.points, 0) as decimal(18, 6)) as override_points,
        cast(
            {{ clip('assessed.clipped_points + coalesce(overrides.points, 0)', '0', '100') }} as decimal(18, 6)
        ) as fit_score,
        assessed.fit_completeness
    from dates
    inner join {{ ref('int_profile_dates') }} as profile_dates
        on dates.lead_key = profile_dates.lead_key and dates.profile_on = profile_dates.profile_on
    inner join assessed
        on
            dates.lead_key = assessed.lead_key
            and dates.model_key = assessed.model_key
            and profile_dates.assessed_on = assessed.assessed_on
    left join {{ ref('int_override_points') }} as overrides
        on
            dates.lead_key = overrides.lead_key
            and dates.known_on = overrides.known_on
            and dates.as_of_date >= overrides.starts_on
            and dates.as_of_date < overrides.ends_on
            and overrides.dimension = 'fit'
    where {{ news_of('profile_dates') }}
)

select * from final
