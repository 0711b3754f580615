with final as (
    select
        account_id,
        name,
        domain,
        industry,
        postal_code,
        country,
        attributes,
        annual_revenue,
        employee_count,
        service_center_count,
        founded_year,
        is_minority_owned
    from {{ ref('int_accounts_located') }}
    where valid_from_on <= {{ as_of_date() }} and {{ as_of_date() }} < valid_to_on
)

select * from final
