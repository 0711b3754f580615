with dates as (
    select model_dates.* from {{ ref('int_dates_to_score__by_model') }} as model_dates
    where {{ news_of('model_dates', 'as_of_date', 'known_on') }}
),

final as (
    select
        group_points.lead_key,
        group_points.model_key,
        group_points.group_id,
        group_points.unclipped_points,
        group_points.points,
        group_points.known_on,
        group_points.as_of_date,
        group_points.cycle_starts_on
    from ({{ engagement_groups('dates') }}) as group_points
)

select * from final
