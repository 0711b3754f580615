with scores as (
    select * from {{ ref('int_engagement_scores') }}
    where
        known_on = {{ as_of_date() }}
        and as_of_date = {{ as_of_date() }}
        and cycle_starts_on = {{ start_of_time() }}
),

final as (
    select
        lead_key,
        model_key,
        is_active_model,
        unclipped_points,
        clipped_points,
        override_points,
        engagement_score
    from scores
)

select * from final
