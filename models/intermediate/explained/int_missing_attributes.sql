with grades as (
    select * from {{ ref('int_grades__by_model') }} as grades
    where {{ valid_on('grades', as_of_date()) }}
),

-- The best that could turn out; a rule on the missing value itself cannot match once the value is known.
best_tiers as (
    select
        fit_rules.model_id,
        fit_rules.attribute,
        greatest(max(fit_rules.tier), 0) as tier
    from {{ ref('fit_rules') }} as fit_rules
    where fit_rules.operator <> 'is_null' and {{ valid_on('fit_rules', as_of_date()) }}
    group by fit_rules.model_id, fit_rules.attribute
),

-- Fit and known weight if the attribute turned out best: its contribution of today leaves, the best tier comes in.
unknowns as (
    select
        scores.lead_key,
        scores.model_key,
        scores.fit_grade,
        assessments.attribute,
        scores.fit_completeness + cast(assessments.weight / 100 as decimal(9, 6)) as fit_completeness,
        {{ clip(
            clip(
                'fit.unclipped_points - assessments.contribution + ' ~ exact('best_tiers.tier * assessments.weight / 100'), '0', '100'
            ) ~ ' + fit.override_points', '0', '100'
        ) }} as fit_score
    from {{ ref('int_scores_today') }} as scores
    inner join {{ ref('int_profile_dates') }} as profile_dates
        on scores.lead_key = profile_dates.lead_key and profile_dates.profile_on = {{ as_of_date() }}
    inner join {{ ref('int_fit_assessments') }} as assessments
        on
            profile_dates.lead_key = assessments.lead_key
            and profile_dates.assessed_on = assessments.assessed_on
            and scores.model_key = assessments.model_key
    inner join {{ ref('int_fit_scores') }} as fit
        on
            scores.lead_key = fit.lead_key
            and scores.model_key = fit.model_key
            and fit.known_on = {{ as_of_date() }}
            and fit.as_of_date = {{ as_of_date() }}
    inner join best_tiers on scores.model_id = best_tiers.model_id and assessments.attribute = best_tiers.attribute
    where scores.status = 'active' and assessments.value is null and assessments.status <> 'not_applicable'
),

-- The blank grade wins as long as too little weight is known.
graded as (
    select
        unknowns.lead_key,
        unknowns.fit_grade,
        unknowns.attribute,
        unknowns.fit_score,
        coalesce(max(blanks.grade), max_by(reached.grade, reached.lower_bound)) as attainable_grade
    from unknowns
    inner join grades as reached on unknowns.model_key = reached.model_key and unknowns.fit_score >= reached.lower_bound
    left join grades as blanks
        on unknowns.model_key = blanks.model_key and unknowns.fit_completeness < blanks.below_completeness
    group by unknowns.lead_key, unknowns.fit_grade, unknowns.attribute, unknowns.fit_score
),

ranked as (
    select
        *,
        row_number() over (
            partition by lead_key order by fit_score desc nulls last, attribute asc nulls last
        ) as position_of_attribute
    from graded
    where attainable_grade <> fit_grade
),

final as (
    select
        lead_key,
        attribute as missing_attribute,
        attainable_grade
    from ranked
    where position_of_attribute = 1
)

select * from final
