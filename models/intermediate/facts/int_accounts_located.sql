with deliveries as (
    select
        *,
        {{ told_on('loaded_at') }} as valid_from_on
    from {{ ref('stg_raw__accounts') }}
),

-- All columns decide among rows of one moment, so that the order of files does not.
ordered as (
    select
        *,
        row_number() over (
            partition by account_id, valid_from_on
            order by
                loaded_at desc nulls last, deleted_at desc nulls last, name asc nulls last, domain asc nulls last,
                industry asc nulls last,
                annual_revenue asc nulls last, employee_count asc nulls last, founded_year asc nulls last,
                service_center_count asc nulls last, is_minority_owned asc nulls last, latitude asc nulls last,
                longitude asc nulls last, postal_code asc nulls last, country asc nulls last,
                attributes asc nulls last
        ) as position_in_day
    from deliveries
),

versions as (
    select
        *,
        lead(valid_from_on) over (partition by account_id order by valid_from_on asc nulls last) as next_valid_from_on
    from ordered
    where position_in_day = 1
),

distances as (
    select
        versions.account_id,
        versions.valid_from_on,
        min({{ great_circle_km('versions', 'sites') }}) as distance_km
    from versions
    cross join {{ ref('sites') }} as sites
    group by versions.account_id, versions.valid_from_on
),

final as (
    select
        versions.account_id,
        versions.name,
        versions.domain,
        versions.industry,
        versions.postal_code,
        versions.country,
        versions.attributes,
        versions.annual_revenue,
        versions.employee_count,
        versions.service_center_count,
        versions.founded_year,
        versions.is_minority_owned,
        versions.valid_from_on,
        coalesce(versions.next_valid_from_on, {{ end_of_time() }}) as valid_to_on,
        cast(round(distances.distance_km, 3) as decimal(12, 3)) as distance_km
    from versions
    left join distances
        on versions.account_id = distances.account_id and versions.valid_from_on = distances.valid_from_on
    where versions.deleted_at is null
)

select * from final
