with engagement as (
    select * from {{ ref('int_engagement_scores') }}
    where known_on = {{ as_of_date() }} and as_of_on = {{ as_of_date() }}
),

fit as (
    select * from {{ ref('int_fit_scores') }}
),

models as (
    select * from {{ ref('int_scoring_models') }}
    where valid_from <= {{ as_of_date() }} and {{ as_of_date() }} < valid_to
),

grades as (
    select * from {{ ref('grades') }} as grades
    where {{ valid_on('grades', as_of_date()) }}
),

bands as (
    select * from {{ ref('bands') }} as bands
    where {{ valid_on('bands', as_of_date()) }}
),

scored as (
    select
        engagement.lead_key,
        engagement.model_key,
        models.model_id,
        models.status,
        coalesce(fit.fit_score, cast(0 as decimal(18, 6))) as fit_score,
        coalesce(fit.fit_completeness, cast(0 as decimal(9, 6))) as fit_completeness,
        coalesce(fit.override_points, cast(0 as decimal(18, 6))) as fit_override_points,
        engagement.engagement_score,
        engagement.override_points as engagement_override_points,
        {{ geometric_score('coalesce(fit.fit_score, 0)', 'engagement.engagement_score', 'models.fit_weight') }}
            as lead_score
    from engagement
    inner join models on engagement.model_key = models.model_key
    left join fit on engagement.lead_key = fit.lead_key and engagement.model_key = fit.model_key
),

graded as (
    select
        scored.lead_key,
        scored.model_key,
        max_by(grades.grade, grades.lower_bound) as reached_grade
    from scored
    inner join grades on scored.fit_score >= grades.lower_bound
    group by scored.lead_key, scored.model_key
),

banded as (
    select
        scored.lead_key,
        scored.model_key,
        max_by(bands.band, bands.lower_bound) as engagement_band
    from scored
    inner join bands on scored.engagement_score >= bands.lower_bound
    group by scored.lead_key, scored.model_key
),

final as (
    select
        scored.lead_key,
        scored.model_key,
        scored.model_id,
        scored.status,
        banded.engagement_band,
        scored.fit_score,
        scored.fit_completeness,
        scored.fit_override_points,
        scored.engagement_score,
        scored.engagement_override_points,
        scored.lead_score,
        coalesce(unknowns.grade, graded.reached_grade) as fit_grade
    from scored
    left join graded on scored.lead_key = graded.lead_key and scored.model_key = graded.model_key
    left join banded on scored.lead_key = banded.lead_key and scored.model_key = banded.model_key
    left join grades as unknowns on scored.fit_completeness < unknowns.below_completeness
)

select * from final
