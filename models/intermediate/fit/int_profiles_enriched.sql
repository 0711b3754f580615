with leads as (
    select * from {{ ref('int_leads_known') }}
    where known_on = {{ as_of_date() }}
),

profiles as (
    select * from {{ ref('int_lead_profiles') }}
    where valid_from_on <= {{ as_of_date() }} and {{ as_of_date() }} < valid_to_on
),

accounts as (
    select * from {{ ref('int_accounts_located') }}
),

job_titles as (
    select * from {{ ref('int_job_titles_mapped') }}
),

final as (
    select
        leads.lead_key,
        leads.account_id,
        leads.audience,
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
        accounts.years_in_business,
        accounts.distance_km,
        accounts.is_minority_owned,
        profiles.attributes as lead_attributes,
        accounts.attributes as account_attributes,
        profiles.seniority,
        profiles.department,
        job_titles.seniority as titled_seniority,
        job_titles.department as titled_department,
        case when instr(profiles.email_key, '@') > 0 then regexp_replace(profiles.email_key, '^.*@', '') end
            as email_domain,
        coalesce(profiles.country, accounts.country) as country,
        coalesce(profiles.postal_code, accounts.postal_code) as postal_code
    from leads
    inner join profiles on leads.lead_id = profiles.lead_id
    left join accounts on leads.account_id = accounts.account_id
    left join job_titles on profiles.job_title = job_titles.job_title
)

select * from final
