-- Profiles: three in five of companies, with attributes from small sets of values; one in twenty is delivered twice.
with numbered as (
    select
        lead_no,
        lead_key(lead_no) as lead_key,
        arrived_s(lead_no) as arrived_s
    from range(getvariable('lead_count')) as numbers (lead_no)
),

delivered as (
    select
        numbered.*,
        versions.version_no,
        pick(lead_key, 'is_company', 10) < 6 as is_company,
        child_key(lead_key, versions.version_no, 'version') as version_key
    from numbered
    inner join (values (0), (1)) as versions (version_no)
        on versions.version_no = 0 or pick(numbered.lead_key, 'is_changed', 20) = 0
)

select
    lead_id(lead_no) as lead_id,
    'person' || lead_no::varchar || '@' || element(['mail', 'post', 'inbox', 'letters'], lead_key, 'host') || '.example'
        as email,
    case when is_company then account_id(lead_no % greatest(1, getvariable('lead_count') // 10)) end as account_id,
    case when is_company then 'b2b' else 'b2c' end as audience,
    case
        when is_company
            then element(['Head of Purchasing', 'Plant Manager', 'Chief Executive', 'Engineer', 'Buyer'], version_key, 'title')
    end as job_title,
    case when is_company then element(['c_level', 'director', 'manager', 'specialist', 'intern'], version_key, 'seniority') end
        as seniority,
    case when is_company then element(['operations', 'it', 'sales', 'hr', 'purchasing'], version_key, 'department') end
        as department,
    element(['DE', 'FR', 'GB', 'ES', 'PL', 'US'], lead_key, 'country') as country,
    (10000 + 900 * pick(lead_key, 'postal', 100))::varchar as postal_code,
    element(['organic', 'fair', 'partner', 'advert'], lead_key, 'source') as source,
    'campaign-' || pick(lead_key, 'campaign', 40)::varchar as campaign,
    as_time(arrived_s) as created_at,
    case
        when not is_company
            then
                '{"age": "' || (18 + 4 * pick(lead_key, 'age', 15))::varchar
                || '", "gender": "' || element(['female', 'male', 'diverse'], lead_key, 'gender')
                || '", "income": "' || (15000 + 10000 * pick(version_key, 'income', 10))::varchar
                || '", "occupation": "' || element(['teacher', 'engineer', 'student', 'clerk'], version_key, 'occupation')
                || '", "marital_status": "' || element(['married', 'single', 'partnered'], version_key, 'marital')
                || '", "children": "' || pick(version_key, 'children', 4)::varchar
                || '", "home_size_m2": "' || (30 + 20 * pick(version_key, 'home', 8))::varchar
                || '", "reading_subscriptions": "' || pick(version_key, 'reading', 4)::varchar
                || '", "memberships": "' || pick(version_key, 'memberships', 4)::varchar || '"}'
    end as attributes,
    as_time(
        case
            when version_no = 0 then arrived_s
            else least(getvariable('end_s'), arrived_s + 86400 * (1 + pick(lead_key, 'changed', 300)))
        end
    ) as loaded_at
from delivered
