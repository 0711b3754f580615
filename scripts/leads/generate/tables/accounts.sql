-- One row per account x delivery; one account of twenty is delivered again with a new revenue.
with

numbered as (
    select
        range as account_no,
        account_key(range) as account_key
    from range(getvariable('account_count'))
),

versions as (
    select
        *,
        account_quality(account_key) as quality,
        account_domain(account_no, account_key) as domain,
        getvariable('start_s') - 86400 - pick(account_key, 'loaded', 86400) as first_loaded_s,
        unnest(range(if(pick(account_key, 'is_revised', 20) = 0, 2, 1))) as version_no
    from numbered
),

-- What shows of the quality differs a little from attribute to attribute.
observed as (
    select
        *,
        least(1, greatest(0, quality + 0.3 * (share(account_key, 'revenue_noise') - 0.5))) as revenue_position,
        least(1, greatest(0, quality + 0.3 * (share(account_key, 'size_noise') - 0.5))) as size_position,
        least(1, greatest(0, quality + 0.4 * (share(account_key, 'age_noise') - 0.5))) as age_position,
        least(1, greatest(0, quality + 0.4 * (share(account_key, 'industry_noise') - 0.5))) as industry_position,
        element_at(
            [
                {'country': 'PT', 'area': '1', 'north': 387223, 'east': -91393},
                {'country': 'GB', 'area': 'SW1', 'north': 515072, 'east': -1276},
                {'country': 'FR', 'area': '75', 'north': 488566, 'east': 23522},
                {'country': 'DE', 'area': '20', 'north': 535511, 'east': 99937},
                {'country': 'CH', 'area': '80', 'north': 473769, 'east': 85417},
                {'country': 'AT', 'area': '50', 'north': 478095, 'east': 130550},
                {'country': 'DE', 'area': '80', 'north': 481351, 'east': 115820}
            ],
            least(1, greatest(0, quality + 0.5 * (share(account_key, 'place_noise') - 0.5)))
        ) as place
    from versions
)

select
    account_id(account_no) as account_id,
    replace(domain, '.example', '') || ' Ltd' as name,
    domain,
    element_at(
        [
            'hospitality',
            'education',
            'public_sector',
            'retail',
            'agriculture',
            'construction',
            'logistics',
            'automotive',
            'software', 'manufacturing'
        ],
        industry_position
    ) as industry,
    if(
        pick(account_key, 'no_revenue', 10) = 0,
        null,
        element_at([200, 500, 1000, 3000, 10000, 30000, 100000, 400000], revenue_position)
        * (500 + pick(account_key, 'revenue', 1000)) * (10 + 2 * version_no) // 10
    ) as annual_revenue,
    if(
        pick(account_key, 'no_size', 7) = 0,
        null,
        element_at([3, 8, 20, 50, 120, 300, 1000, 4000], size_position) * (50 + pick(account_key, 'size', 100)) // 100
    ) as employee_count,
    if(
        pick(account_key, 'no_age', 8) = 0,
        null,
        year(as_time(getvariable('start_s')))
        - 1
        - floor(60 * age_position * age_position)::bigint
        - pick(account_key, 'age', 5)
    ) as founded_year,
    if(
        pick(account_key, 'no_centers', 4) = 0,
        null,
        floor(12 * size_position * size_position)::bigint
    ) as service_center_count,
    if(pick(account_key, 'no_owner', 10) < 6, null, pick(account_key, 'owner', 10) = 0) as is_minority_owned,
    if(
        pick(account_key, 'no_place', 10) = 0,
        null,
        (place.north + pick(account_key, 'north', 4000) - 2000)::double / 10000
    ) as latitude,
    if(
        pick(account_key, 'no_place', 10) = 0,
        null,
        (place.east + pick(account_key, 'east', 6000) - 3000)::double / 10000
    ) as longitude,
    place.area || lpad(pick(account_key, 'postal_code', 1000)::varchar, 3, '0') as postal_code,
    place.country,
    '{"locations": ' || (1 + pick(account_key, 'locations', 9))::varchar || '}' as attributes,
    as_time(
        first_loaded_s
        + version_no
        * (86400 + floor((getvariable('end_s') - 86400 - first_loaded_s) * share(account_key, 'revised'))::bigint)
    ) as loaded_at
from observed
