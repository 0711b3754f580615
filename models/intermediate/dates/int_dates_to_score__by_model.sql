with points as (
    select dates_to_score.* from {{ ref('int_dates_to_score') }} as dates_to_score
    where {{ news_of('dates_to_score', 'as_of_date', 'known_on') }}
),

models as (
    select * from {{ ref('int_scoring_models') }}
    where status in ('active', 'candidate')
),

final as (
    select
        points.lead_key,
        models.model_key,
        points.known_on,
        points.as_of_date,
        points.cycle_starts_on,
        points.profile_on,
        points.needs_fit,
        models.status = 'active' as is_active_model
    from points
    inner join models
        on
            points.audience = models.audience
            and points.as_of_date >= models.valid_from
            and points.as_of_date < models.valid_to
    where
        models.status = {{ scored_status() }}
        or (not {{ is_replay() }} and points.as_of_date = {{ as_of_date() }} and points.known_on = {{ as_of_date() }})
)

select * from final
order by lead_key asc nulls last
