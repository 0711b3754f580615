with engagement as (
    select * from {{ ref('int_engagement_scores') }}
    where is_scored and anchor_on = {{ start_of_time() }}
),

fit as (
    select * from {{ ref('int_fit_scores') }}
),

models as (
    select * from {{ ref('int_scoring_models') }}
),

grades as (
    select * from {{ ref('grades') }}
),

bands as (
    select * from {{ ref('bands') }}
),

scored as (
    select
        engagement.lead_key,
        engagement.model_key,
        engagement.known_on,
        engagement.as_of_on,
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
    inner join models
        on
            engagement.model_key = models.model_key
            and engagement.as_of_on >= models.valid_from
            and engagement.as_of_on < models.valid_to
    left join fit
        on
            engagement.lead_key = fit.lead_key
            and engagement.model_key = fit.model_key
            and engagement.known_on = fit.known_on
            and engagement.as_of_on = fit.as_of_on
),

graded as (
    select
        scored.lead_key,
        scored.model_key,
        scored.known_on,
        scored.as_of_on,
        max_by(grades.grade, grades.lower_bound) as reached_grade
    from scored
    inner join grades on scored.fit_score >= grades.lower_bound and {{ valid_on('grades', 'scored.as_of_on') }}
    group by scored.lead_key, scored.model_key, scored.known_on, scored.as_of_on
),

banded as (
    select
        scored.lead_key,
        scored.model_key,
        scored.known_on,
        scored.as_of_on,
        max_by(bands.band, bands.lower_bound) as engagement_band
    from scored
    inner join bands on scored.engagement_score >= bands.lower_bound and {{ valid_on('bands', 'scored.as_of_on') }}
    group by scored.lead_key, scored.model_key, scored.known_on, scored.as_of_on
),

final as (
    select
        scored.*,
        banded.engagement_band,
        coalesce(unknowns.grade, graded.reached_grade) as fit_grade
    from scored
    left join graded
        on {{ same_point('scored', 'graded') }}
    left join banded
        on {{ same_point('scored', 'banded') }}
    left join grades as unknowns
        on
            scored.fit_completeness < unknowns.below_completeness
            and {{ valid_on('unknowns', 'scored.as_of_on') }}
)

select * from final
