with final as (
    select
        lead_id,
        account_id,
        email_key,
        phone,
        full_name,
        audience,
        job_title,
        seniority,
        department,
        country,
        postal_code,
        source,
        campaign,
        attributes
    from {{ ref('int_lead_profiles') }}
    where {{ as_of_date() }} >= valid_from_on and {{ as_of_date() }} < valid_to_on
)

select * from final
