with profiles as (
    select * from {{ ref('int_profiles_enriched') }}
),

asked as (
    select * from {{ ref('int_fit_attributes_asked') }}
),

assessed as (
    select * from {{ ref('int_fit_values_assessed') }}
),

final as (
    select
        profiles.lead_key,
        asked.model_key,
        asked.attribute,
        profiles.assessed_on,
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
    from profiles
    inner join asked on profiles.audience = asked.audience and profiles.ruled_on = asked.ruled_on
    inner join {{ ref('int_lead_attributes') }} as lead_values
        on
            profiles.lead_key = lead_values.lead_key
            and profiles.assessed_on = lead_values.assessed_on
            and asked.attribute = lead_values.attribute
    left join assessed
        on
            asked.model_id = assessed.model_id
            and asked.ruled_on = assessed.ruled_on
            and asked.attribute = assessed.attribute
            and coalesce(lead_values.value, '') = coalesce(assessed.value, '')
)

select * from final
