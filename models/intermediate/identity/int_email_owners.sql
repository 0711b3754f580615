with deliveries as (
    select
        lead_id,
        loaded_at,
        {{ email_key('email') }} as email_key
    from {{ ref('stg_raw__leads') }}
    where email is not null
),

-- The first to deliver the address keeps it, so that events do not move when a second lead gives the same one.
ordered as (
    select
        *,
        row_number() over (
            partition by email_key order by loaded_at asc nulls last, lead_id asc nulls last
        ) as position_of_holder
    from deliveries
),

final as (
    select
        email_key,
        lead_id,
        cast(loaded_at as date) as valid_from_on
    from ordered
    where position_of_holder = 1
)

select * from final
