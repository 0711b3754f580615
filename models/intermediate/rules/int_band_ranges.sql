with bands as (
    select * from {{ ref('bands') }} as bands
    where {{ valid_on('bands', as_of_date()) }}
),

final as (
    select
        band,
        lower_bound,
        lead(lower_bound) over (order by lower_bound asc nulls last) as upper_bound,
        lead(band) over (order by lower_bound asc nulls last) as next_band
    from bands
)

select * from final
