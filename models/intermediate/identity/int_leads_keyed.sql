with profiles as (
    select * from {{ ref('int_lead_profiles') }}
),

final as (
    select
        lead_id,
        row_number() over (order by lead_id asc nulls last) as lead_key,
        min(valid_from_on) as first_seen_on
    from profiles
    group by lead_id
)

select * from final
