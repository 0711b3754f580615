with profiles as (
    select * from {{ ref('int_profiles_enriched') }}
),

attributes as (
    select attribute from {{ ref('fit_attributes') }}
    union distinct
    select match_field as attribute from {{ ref('exclusion_rules') }}
    where match_field <> 'event_type'
    union distinct
    select attribute from {{ ref('buying_group_roles') }}
),

-- Every source of a value side by side; the first that is not blank counts.
found as (
    select
        profiles.lead_key,
        profiles.ruled_on,
        profiles.assessed_on,
        attributes.attribute,
        case attributes.attribute
            when 'account_id' then profiles.account_id
            when 'audience' then profiles.audience
            when 'email' then profiles.email
            when 'phone' then profiles.phone
            when 'full_name' then profiles.full_name
            when 'job_title' then profiles.job_title
            when 'seniority' then profiles.seniority
            when 'department' then profiles.department
            when 'country' then profiles.country
            when 'postal_code' then profiles.postal_code
            when 'source' then profiles.source
            when 'campaign' then profiles.campaign
            when 'name' then profiles.name
            when 'domain' then profiles.domain
            when 'industry' then profiles.industry
            when 'annual_revenue' then cast(profiles.annual_revenue as string)
            when 'employee_count' then cast(profiles.employee_count as string)
            when 'service_center_count' then cast(profiles.service_center_count as string)
            when 'founded_year' then cast(profiles.founded_year as string)
            when 'is_minority_owned' then cast(profiles.is_minority_owned as string)
        end as column_value,
        {{ json_get('profiles.lead_attributes', 'attributes.attribute') }} as lead_value,
        {{ json_get('profiles.account_attributes', 'attributes.attribute') }} as account_value,
        case attributes.attribute
            when 'email_domain' then profiles.email_domain
            when 'seniority' then profiles.titled_seniority
            when 'department' then profiles.titled_department
            when 'years_in_business' then cast(profiles.years_in_business as string)
            when 'distance_km' then cast(profiles.distance_km as string)
        end as derived_value
    from profiles
    cross join attributes
),

final as (
    select
        lead_key,
        attribute,
        ruled_on,
        assessed_on,
        coalesce(
            nullif(trim(column_value), ''),
            nullif(trim(lead_value), ''),
            nullif(trim(account_value), ''),
            nullif(trim(derived_value), '')
        ) as value
    from found
)

select * from final
