with profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

seen as (
    select
        lead_id,
        min(valid_from_on) as first_seen_on
    from profiles
    group by lead_id
),

-- In the order of arrival: a new lead changes no key.
final as (
    select
        lead_id,
        first_seen_on,
        row_number() over (order by first_seen_on asc nulls last, lead_id asc nulls last) as lead_key
    from seen
)

select * from final
