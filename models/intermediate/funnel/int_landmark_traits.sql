with models as (
    select distinct
        model_id,
        model_key
    from {{ ref('int_scoring_models') }}
),

final as (
    select
        dates.lead_key,
        dates.lead_id,
        dates.landmark_on,
        fit.model_key,
        models.model_id,
        fit.attribute,
        fit.rule_id,
        fit.status,
        fit.contribution,
        lower(trim(fit.value)) as value
    from {{ ref('int_landmark_assessments') }} as dates
    inner join {{ ref('int_fit_assessments') }} as fit
        on dates.lead_key = fit.lead_key and dates.assessed_on = fit.assessed_on
    inner join models on fit.model_key = models.model_key
)

select * from final
