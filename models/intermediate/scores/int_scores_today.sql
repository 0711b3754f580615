with dates as (
    select * from {{ ref('int_scores_by_date') }}
    where known_on = {{ as_of_date() }} and as_of_date = {{ as_of_date() }}
),

final as (
    select
        lead_key,
        model_key,
        model_id,
        status,
        engagement_band,
        fit_score,
        fit_completeness,
        fit_override_points,
        engagement_score,
        engagement_override_points,
        lead_score,
        fit_grade
    from dates
)

select * from final
