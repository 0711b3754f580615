with profiles as (
    select * from {{ ref('int_profiles_enriched') }}
),

attributes as (
    select attribute from {{ ref('fit_attributes') }}
    union distinct
    select match_field as attribute from {{ ref('exclusion_rules') }}
    where match_field <> 'event_type'
),

final as (
    select
        profiles.lead_key,
        attributes.attribute,
        nullif(
            trim(
                case attributes.attribute
                    when 'email' then profiles.email
                    when 'email_domain' then profiles.email_domain
                    when 'phone' then profiles.phone
                    when 'full_name' then profiles.full_name
                    when 'job_title' then profiles.job_title
                    when 'seniority' then profiles.seniority
                    when 'department' then profiles.department
                    when 'country' then profiles.country
                    when 'postal_code' then profiles.postal_code
                    when 'source' then profiles.source
                    when 'campaign' then profiles.campaign
                    when 'domain' then profiles.domain
                    when 'industry' then profiles.industry
                    when 'annual_revenue' then cast(profiles.annual_revenue as string)
                    when 'employee_count' then cast(profiles.employee_count as string)
                    when 'service_center_count' then cast(profiles.service_center_count as string)
                    when 'years_in_business' then cast(profiles.years_in_business as string)
                    when 'distance_km' then cast(profiles.distance_km as string)
                    when 'is_minority_owned' then cast(profiles.is_minority_owned as string)
                    else
                        coalesce(
                            {{ json_get('profiles.lead_attributes', 'attributes.attribute') }},
                            {{ json_get('profiles.account_attributes', 'attributes.attribute') }}
                        )
                end
            ),
            ''
        ) as value
    from profiles
    cross join attributes
)

select * from final
