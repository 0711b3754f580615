-- One company for ten leads.
with numbered as (
    select
        account_no,
        account_key(account_no) as account_key
    from range(greatest(1, getvariable('lead_count') // 10)) as numbers (account_no)
)

select
    account_id(account_no) as account_id,
    'Company ' || account_no::varchar as name,
    'company' || account_no::varchar || '.example' as domain,
    element(['manufacturing', 'logistics', 'retail', 'energy', 'public_sector', 'finance'], account_key, 'industry')
        as industry,
    element([500000, 2000000, 15000000, 80000000], account_key, 'revenue') as annual_revenue,
    element([5, 30, 120, 400, 3000], account_key, 'employees') as employee_count,
    1960 + 3 * pick(account_key, 'founded', 22) as founded_year,
    pick(account_key, 'service_centers', 8) as service_center_count,
    pick(account_key, 'minority', 20) = 0 as is_minority_owned,
    46 + pick(account_key, 'latitude', 10) as latitude,
    pick(account_key, 'longitude', 20) as longitude,
    (10000 + 900 * pick(account_key, 'postal', 100))::varchar as postal_code,
    element(['DE', 'FR', 'GB', 'ES', 'PL', 'US'], account_key, 'country') as country,
    as_time(getvariable('start_s')) as loaded_at
from numbered
