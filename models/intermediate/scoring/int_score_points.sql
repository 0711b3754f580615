with points as (
    select lead_points.* from {{ ref('int_lead_points') }} as lead_points
    where {{ of_slice('lead_points') }} and {{ is_renewed('lead_points', 'as_of_on', 'known_on') }}
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
        points.as_of_on,
        points.anchor_on,
        points.profile_on,
        points.is_activity_date,
        points.is_scored,
        models.status = 'active' as is_active_model
    from points
    inner join models
        on
            points.audience = models.audience
            and points.as_of_on >= models.valid_from
            and points.as_of_on < models.valid_to
    where
        models.status = {{ scored_status() }}
        or (not {{ is_replay() }} and points.as_of_on = {{ as_of_date() }} and points.known_on = {{ as_of_date() }})
)

select * from final
order by lead_key asc nulls last
