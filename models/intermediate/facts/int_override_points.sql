-- What stands changes only where an override starts or expires: between two such dates the points are one sum.
with overrides as (
    select * from {{ ref('int_overrides_resolved') }}
),

changes as (
    select
        lead_key,
        known_on,
        dimension,
        starts_on as changed_on,
        points
    from overrides
    union all
    select
        lead_key,
        known_on,
        dimension,
        expires_on as changed_on,
        -points as points
    from overrides
),

dates as (
    select
        lead_key,
        known_on,
        dimension,
        changed_on,
        sum(points) as points
    from changes
    group by lead_key, known_on, dimension, changed_on
),

periods as (
    select
        lead_key,
        known_on,
        dimension,
        changed_on as starts_on,
        lead(changed_on) over (
            partition by lead_key, known_on, dimension order by changed_on asc nulls last
        ) as ends_on,
        sum(points) over (
            partition by lead_key, known_on, dimension order by changed_on asc nulls last
            rows between unbounded preceding and current row
        ) as points
    from dates
),

final as (
    select
        lead_key,
        known_on,
        dimension,
        starts_on,
        ends_on,
        cast(points as decimal(18, 6)) as points
    from periods
    where ends_on is not null
)

select * from final
