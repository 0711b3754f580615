with accounts as (
    select
        *,
        row_number() over (
            partition by account_id
            order by
                loaded_at desc nulls last, name asc nulls last, domain asc nulls last, industry asc nulls last,
                annual_revenue asc nulls last, employee_count asc nulls last, founded_year asc nulls last,
                service_center_count asc nulls last, is_minority_owned asc nulls last, latitude asc nulls last,
                longitude asc nulls last, postal_code asc nulls last, country asc nulls last,
                attributes asc nulls last
        ) as position_of_version
    from {{ ref('stg_raw__accounts') }}
    where cast(loaded_at as date) <= {{ as_of_date() }}
),

current_accounts as (
    select * from accounts
    where position_of_version = 1
),

distances as (
    select
        current_accounts.account_id,
        min({{ great_circle_km('current_accounts', 'sites') }}) as distance_km
    from current_accounts
    cross join {{ ref('sites') }} as sites
    group by current_accounts.account_id
),

final as (
    select
        current_accounts.account_id,
        current_accounts.name,
        current_accounts.domain,
        current_accounts.industry,
        current_accounts.postal_code,
        current_accounts.country,
        current_accounts.attributes,
        current_accounts.annual_revenue,
        current_accounts.employee_count,
        current_accounts.service_center_count,
        current_accounts.founded_year,
        extract(year from {{ as_of_date() }}) - current_accounts.founded_year as years_in_business,
        cast(round(distances.distance_km, 3) as decimal(12, 3)) as distance_km,
        current_accounts.is_minority_owned
    from current_accounts
    left join distances on current_accounts.account_id = distances.account_id
)

select * from final
