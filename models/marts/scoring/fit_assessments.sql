with assessments as (
    select assessments.*
    from {{ ref('int_fit_assessments') }} as assessments
    inner join {{ ref('int_profile_dates') }} as profile_dates
        on assessments.lead_key = profile_dates.lead_key and assessments.assessed_on = profile_dates.assessed_on
    where profile_dates.profile_on = {{ as_of_date() }}
),

models as (
    select distinct
        model_key,
        model_id
    from {{ ref('int_scoring_models') }}
    where status = 'active' and valid_from <= {{ as_of_date() }} and {{ as_of_date() }} < valid_to
),

leads as (
    select * from {{ ref('int_leads_keyed') }}
),

final as (
    select
        leads.lead_id,
        models.model_id,
        assessments.attribute,
        assessments.status,
        assessments.rule_id,
        assessments.value as attribute_value,
        cast(assessments.weight as decimal(5, 2)) as weight,
        cast(assessments.tier as decimal(5, 2)) as tier,
        assessments.contribution
    from assessments
    inner join models on assessments.model_key = models.model_key
    inner join leads on assessments.lead_key = leads.lead_key
)

select * from final
