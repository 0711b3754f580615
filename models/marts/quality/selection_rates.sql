with models as (
    select * from {{ ref('int_scoring_models') }}
    where {{ as_of_date() }} >= valid_from and {{ as_of_date() }} < valid_to and status = 'active'
),

protected_attributes as (
    select
        models.model_id,
        models.audience,
        attributes.attribute
    from models
    inner join {{ ref('fit_attributes') }} as attributes on models.model_id = attributes.model_id
    where
        attributes.is_protected
        and attributes.legal_basis is not null
        and {{ valid_on('attributes', as_of_date()) }}
),

counted as (
    select
        protected_attributes.model_id,
        protected_attributes.attribute,
        traits.value,
        traits.leads,
        traits.leads >= {{ var('personas_min_leads') }} as is_supported,
        -- Of a small group nobody learns how it fared: its rate would say nothing, and something of its members.
        case when traits.leads >= {{ var('personas_min_leads') }} then cast(traits.mqls as double) end as mqls
    from protected_attributes
    inner join {{ ref('int_persona_attributes') }} as traits
        on protected_attributes.audience = traits.audience and protected_attributes.attribute = traits.attribute
),

compared as (
    select
        *,
        max(case when value <> 'unknown' then mqls / leads end) over (partition by model_id, attribute) as highest_rate
    from counted
),

final as (
    select
        model_id,
        attribute,
        value,
        cast(leads as bigint) as leads,
        cast(mqls as bigint) as mqls,
        cast({{ exact('mqls / leads') }} as decimal(9, 6)) as selection_rate,
        cast({{ wilson_bound('mqls', 'leads', '-') }} as decimal(9, 6)) as selection_low,
        cast({{ wilson_bound('mqls', 'leads', '+') }} as decimal(9, 6)) as selection_high,
        {{ exact('mqls / leads / nullif(highest_rate, 0)') }} as ratio_to_highest,
        mqls / leads < {{ var('fair_selection_ratio') }} * highest_rate as is_below_fair_ratio,
        is_supported,
        {{ as_of_date() }} as as_of_date
    from compared
)

select * from final
