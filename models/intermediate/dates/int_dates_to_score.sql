with asked as (
    select
        leads.lead_key,
        leads.audience,
        leads.known_on,
        leads.known_on as as_of_date,
        {{ start_of_time() }} as cycle_starts_on,
        true as needs_fit
    from {{ ref('int_leads_known') }} as leads
    where {{ news_of('leads') }}
    union all
    select
        gate_dates.lead_key,
        gate_dates.audience,
        {{ as_of_date() }} as known_on,
        gate_dates.as_of_date,
        gate_dates.cycle_starts_on,
        gate_dates.cycle_starts_on = {{ start_of_time() }} as needs_fit
    from {{ ref('int_gate_dates_asked') }} as gate_dates
    where not {{ is_replay() }} and {{ news_of('gate_dates', 'as_of_date') }}
    union all
    select
        cooling_dates.lead_key,
        cooling_dates.audience,
        {{ as_of_date() }} as known_on,
        cooling_dates.as_of_date,
        {{ start_of_time() }} as cycle_starts_on,
        false as needs_fit
    from {{ ref('int_cooling_dates_asked') }} as cooling_dates
    where not {{ is_replay() }} and {{ news_of('cooling_dates') }}
),

final as (
    select
        asked.lead_key,
        asked.audience,
        asked.known_on,
        asked.as_of_date,
        asked.cycle_starts_on,
        greatest(asked.as_of_date, keyed.first_seen_on) as profile_on,
        bool_or(asked.needs_fit) as needs_fit
    from asked
    inner join {{ ref('int_leads_keyed') }} as keyed on asked.lead_key = keyed.lead_key
    group by
        asked.lead_key, asked.audience, asked.known_on, asked.as_of_date, asked.cycle_starts_on,
        greatest(asked.as_of_date, keyed.first_seen_on)
)

select * from final
