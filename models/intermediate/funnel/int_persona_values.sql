with outcomes as (
    select * from {{ ref('int_lead_outcomes') }}
),

models as (
    select * from {{ ref('int_scoring_models') }}
    where {{ as_of_date() }} >= valid_from and {{ as_of_date() }} < valid_to and status = 'active'
),

ordered_attributes as (
    select distinct
        fit_rules.model_id,
        fit_rules.attribute
    from {{ ref('fit_rules') }} as fit_rules
    where {{ valid_on('fit_rules', as_of_date()) }} and fit_rules.operator in ('gt', 'gte', 'lt', 'lte', 'between')
),

attributes as (
    select
        models.audience,
        fit_attributes.attribute,
        ordered_attributes.attribute is not null as is_ordered
    from models
    inner join {{ ref('fit_attributes') }} as fit_attributes on models.model_id = fit_attributes.model_id
    left join ordered_attributes
        on models.model_id = ordered_attributes.model_id and fit_attributes.attribute = ordered_attributes.attribute
    where
        {{ valid_on('fit_attributes', as_of_date()) }}
        and (not fit_attributes.is_protected or fit_attributes.legal_basis is not null)
),

lead_values as (
    select
        attributes.lead_key,
        attributes.attribute,
        lower(trim(attributes.value)) as value
    from {{ ref('int_lead_attributes') }} as attributes
    inner join {{ ref('int_profile_dates') }} as profile_dates
        on attributes.lead_key = profile_dates.lead_key and attributes.assessed_on = profile_dates.assessed_on
    where profile_dates.profile_on = {{ as_of_date() }}
),

valued as (
    select
        outcomes.audience,
        attributes.attribute,
        outcomes.is_customer,
        outcomes.is_mql,
        coalesce(lead_values.value, 'unknown') as value_text,
        case when attributes.is_ordered then try_cast(lead_values.value as decimal(38, 9)) end as value_number
    from outcomes
    inner join attributes on outcomes.audience = attributes.audience
    left join lead_values
        on outcomes.lead_key = lead_values.lead_key and attributes.attribute = lead_values.attribute
),

labelled as (
    select
        *,
        coalesce({{ plain_number('value_number', 38) }}, value_text) as value
    from valued
),

final as (
    select
        audience,
        attribute,
        value,
        value_number,
        count(*) as leads,
        count(case when is_customer then 1 end) as buyers,
        count(case when is_mql then 1 end) as mqls
    from labelled
    group by audience, attribute, value, value_number
)

select * from final
