with final as (
    select
        dates.lead_key,
        dates.landmark_on,
        fit.model_key,
        fit.attribute,
        lower(trim(fit.value)) as value
    from {{ ref('int_landmark_assessments') }} as dates
    inner join {{ ref('int_fit_assessments') }} as fit
        on dates.lead_key = fit.lead_key and dates.assessed_on = fit.assessed_on
    where fit.value is not null
)

select * from final
