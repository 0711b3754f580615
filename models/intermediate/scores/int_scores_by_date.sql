with engagement as (
    select scores.* from {{ ref('int_engagement_scores') }} as scores
    where
        scores.needs_fit
        and scores.cycle_starts_on = {{ start_of_time() }}
        and {{ news_of('scores', 'as_of_date', 'known_on') }}
),

fit as (
    select fit_scores.* from {{ ref('int_fit_scores') }} as fit_scores
    where {{ news_of('fit_scores', 'as_of_date', 'known_on') }}
),

models as (
    select * from {{ ref('int_scoring_models') }}
),

-- A lead that no fit rule can assess still has its engagement: fit counts 0.
scored as (
    select
        engagement.lead_key,
        engagement.model_key,
        engagement.known_on,
        engagement.as_of_date,
        models.model_id,
        models.status,
        coalesce(fit.fit_score, cast(0 as decimal(18, 6))) as fit_score,
        coalesce(fit.fit_completeness, cast(0 as decimal(9, 6))) as fit_completeness,
        coalesce(fit.override_points, cast(0 as decimal(18, 6))) as fit_override_points,
        engagement.engagement_score,
        engagement.override_points as engagement_override_points,
        {{ combined_score(
            'coalesce(fit.fit_score, 0)', 'engagement.engagement_score', 'models.fit_weight', 'models.is_additive'
        ) }} as lead_score
    from engagement
    inner join models
        on
            engagement.model_key = models.model_key
            and engagement.as_of_date >= models.valid_from
            and engagement.as_of_date < models.valid_to
    left join fit
        on
            engagement.lead_key = fit.lead_key
            and engagement.model_key = fit.model_key
            and engagement.known_on = fit.known_on
            and engagement.as_of_date = fit.as_of_date
),

final as (
    select
        scored.*,
        bands.band as engagement_band,
        coalesce(unknowns.grade, grades.grade) as fit_grade
    from scored
    left join {{ ref('int_grade_periods') }} as grades
        on
            scored.model_key = grades.model_key
            and scored.fit_score >= grades.lower_bound
            and (scored.fit_score < grades.upper_bound or grades.upper_bound is null)
            and scored.as_of_date >= grades.valid_from_on
            and scored.as_of_date < grades.valid_to_on
    left join {{ ref('int_band_periods') }} as bands
        on
            scored.model_key = bands.model_key
            and scored.engagement_score >= bands.lower_bound
            and (scored.engagement_score < bands.upper_bound or bands.upper_bound is null)
            and scored.as_of_date >= bands.valid_from_on
            and scored.as_of_date < bands.valid_to_on
    left join {{ ref('int_grades__by_model') }} as unknowns
        on
            scored.model_key = unknowns.model_key
            and scored.fit_completeness < unknowns.below_completeness
            and {{ valid_on('unknowns', 'scored.as_of_date') }}
)

select * from final
