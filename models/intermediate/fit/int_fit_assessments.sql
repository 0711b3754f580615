with models as (
    select * from {{ ref('int_scoring_models') }}
    where {{ as_of_date() }} >= valid_from and {{ as_of_date() }} < valid_to and status in ('active', 'candidate')
),

leads as (
    select * from {{ ref('int_leads_known') }}
    where known_on = {{ as_of_date() }}
),

attributes as (
    select * from {{ ref('fit_attributes') }} as fit_attributes
    where {{ valid_on('fit_attributes', as_of_date()) }}
),

lead_values as (
    select * from {{ ref('int_lead_attributes') }}
),

assessed as (
    select * from {{ ref('int_fit_values_assessed') }}
),

own as (
    select
        leads.lead_key,
        models.model_key,
        attributes.model_id,
        attributes.attribute,
        attributes.weight,
        true as is_applicable
    from leads
    inner join models on leads.audience = models.audience
    inner join attributes on models.model_id = attributes.model_id
),

foreign_attributes as (
    select
        leads.lead_key,
        models.model_key,
        attributes.model_id,
        attributes.attribute,
        attributes.weight,
        false as is_applicable
    from leads
    inner join models on leads.audience <> models.audience and models.status = 'active'
    inner join attributes on models.model_id = attributes.model_id
    where
        not exists (
            select 1
            from own
            where own.lead_key = leads.lead_key and own.attribute = attributes.attribute
        )
),

asked as (
    select * from own
    union all
    select * from foreign_attributes
),

final as (
    select
        asked.lead_key,
        asked.model_key,
        asked.attribute,
        lead_values.value,
        assessed.rule_id,
        case
            when not asked.is_applicable then 'not_applicable'
            when assessed.rule_id is not null then 'met'
            when lead_values.value is null then 'unknown'
            else 'not_met'
        end as status,
        asked.weight,
        case when asked.is_applicable then coalesce(assessed.tier, 0) end as tier,
        case
            when asked.is_applicable
                then {{ exact('cast(coalesce(assessed.tier, 0) as double) * cast(asked.weight as double) / 100') }}
        end as contribution
    from asked
    inner join lead_values on asked.lead_key = lead_values.lead_key and asked.attribute = lead_values.attribute
    left join assessed
        on
            asked.model_id = assessed.model_id
            and asked.attribute = assessed.attribute
            and coalesce(lead_values.value, '') = coalesce(assessed.value, '')
)

select * from final
