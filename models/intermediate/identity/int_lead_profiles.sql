with deliveries as (
    select
        *,
        {{ told_on('loaded_at') }} as valid_from_on
    from {{ ref('stg_raw__leads') }}
),

-- All columns decide among rows of one moment, so that the order of files does not.
ordered as (
    select
        *,
        row_number() over (
            partition by lead_id, valid_from_on
            order by
                loaded_at desc nulls last, deleted_at desc nulls last, email asc nulls last, phone asc nulls last,
                full_name asc nulls last,
                account_id asc nulls last, audience asc nulls last, job_title asc nulls last,
                seniority asc nulls last, department asc nulls last, country asc nulls last,
                postal_code asc nulls last, source asc nulls last, campaign asc nulls last,
                created_at asc nulls last, attributes asc nulls last
        ) as position_in_day
    from deliveries
),

last_of_day as (
    select
        *,
        lead(valid_from_on) over (partition by lead_id order by valid_from_on asc nulls last) as next_valid_from_on
    from ordered
    where position_in_day = 1
),

final as (
    select
        lead_id,
        account_id,
        {{ email_key('email') }} as email_key,
        phone,
        full_name,
        coalesce(lower(trim(audience)), case when account_id is null then 'b2c' else 'b2b' end) as audience,
        job_title,
        seniority,
        department,
        country,
        postal_code,
        source,
        campaign,
        attributes,
        valid_from_on,
        coalesce(next_valid_from_on, {{ end_of_time() }}) as valid_to_on
    from last_of_day
    where deleted_at is null
)

select * from final
