with assessed as (
    select distinct
        profile_dates.lead_key,
        leads.lead_id,
        profile_dates.ruled_on,
        profile_dates.assessed_on
    from {{ ref('int_profile_dates') }} as profile_dates
    inner join {{ ref('int_leads_keyed') }} as leads on profile_dates.lead_key = leads.lead_key
),

profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

accounts as (
    select * from {{ ref('int_accounts_located') }}
),

job_titles as (
    select * from {{ ref('int_job_titles_mapped') }}
),

final as (
    select
        assessed.lead_key,
        profiles.account_id,
        profiles.audience,
        profiles.email_key as email,
        profiles.phone,
        profiles.full_name,
        profiles.job_title,
        profiles.source,
        profiles.campaign,
        accounts.name,
        accounts.domain,
        accounts.industry,
        accounts.annual_revenue,
        accounts.employee_count,
        accounts.service_center_count,
        accounts.founded_year,
        accounts.distance_km,
        accounts.is_minority_owned,
        profiles.attributes as lead_attributes,
        accounts.attributes as account_attributes,
        profiles.seniority,
        profiles.department,
        job_titles.seniority as titled_seniority,
        job_titles.department as titled_department,
        assessed.ruled_on,
        assessed.assessed_on,
        extract(year from assessed.assessed_on) - accounts.founded_year as years_in_business,
        case when instr(profiles.email_key, '@') > 0 then regexp_replace(profiles.email_key, '^.*@', '') end
            as email_domain,
        coalesce(profiles.country, accounts.country) as country,
        coalesce(profiles.postal_code, accounts.postal_code) as postal_code
    from assessed
    inner join profiles
        on
            assessed.lead_id = profiles.lead_id
            and assessed.assessed_on >= profiles.valid_from_on
            and assessed.assessed_on < profiles.valid_to_on
    left join accounts
        on
            profiles.account_id = accounts.account_id
            and assessed.assessed_on >= accounts.valid_from_on
            and assessed.assessed_on < accounts.valid_to_on
    left join job_titles on profiles.job_title = job_titles.job_title
)

select * from final
