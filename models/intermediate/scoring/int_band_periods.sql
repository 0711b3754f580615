with bands as (
    select * from {{ ref('bands') }}
    where lower_bound is not null
),

dates as (
    select valid_from as valid_from_on from bands
    union distinct
    select valid_to as valid_from_on from bands
    where valid_to is not null
),

periods as (
    select
        valid_from_on,
        coalesce(lead(valid_from_on) over (order by valid_from_on asc nulls last), {{ end_of_time() }}) as valid_to_on
    from dates
),

final as (
    select
        bands.band,
        bands.lower_bound,
        periods.valid_from_on,
        periods.valid_to_on,
        lead(bands.lower_bound) over (
            partition by periods.valid_from_on order by bands.lower_bound asc nulls last
        ) as upper_bound
    from periods
    inner join bands on {{ valid_on('bands', 'periods.valid_from_on') }}
)

select * from final
