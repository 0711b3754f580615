with leads as (
    select * from {{ ref('int_leads_known') }}
    where known_on = {{ as_of_date() }}
),

profiles as (
    select
        lead_id,
        min(created_at) as created_at,
        min(loaded_at) as first_loaded_at
    from {{ ref('stg_raw__leads') }}
    where {{ business_date('loaded_at') }} <= {{ as_of_date() }}
    group by lead_id
),

-- A source may state a creation after its first load; the lead was there by then, so the earlier date holds.
dated as (
    select
        leads.lead_key,
        leads.first_seen_on,
        coalesce(least(profiles.created_at, profiles.first_loaded_at), profiles.first_loaded_at) as created_at
    from leads
    inner join profiles on leads.lead_id = profiles.lead_id
),

final as (
    select
        lead_key,
        first_seen_on,
        created_at,
        {{ business_date('created_at') }} as created_on
    from dated
)

select * from final
