-- The gate asks for the model of the date's profile, the peak for that of today's profile: mostly they are the same.
with dates as (
    select turning_dates.* from {{ ref('int_turning_dates') }} as turning_dates
    where {{ news_of('turning_dates', 'as_of_date') }}
),

models as (
    select * from {{ ref('int_scoring_models') }}
    where status = 'active'
),

leads as (
    select
        keyed.lead_key,
        keyed.lead_id,
        keyed.first_seen_on,
        known.audience
    from {{ ref('int_leads_keyed') }} as keyed
    inner join {{ ref('int_leads_known') }} as known
        on keyed.lead_key = known.lead_key and known.known_on = {{ as_of_date() }}
),

profiled as (
    select
        dates.*,
        leads.audience as audience_today,
        profiles.audience as audience_then
    from dates
    inner join leads on dates.lead_key = leads.lead_key
    left join {{ ref('int_lead_profiles') }} as profiles
        on
            leads.lead_id = profiles.lead_id
            and greatest(dates.as_of_date, leads.first_seen_on) >= profiles.valid_from_on
            and greatest(dates.as_of_date, leads.first_seen_on) < profiles.valid_to_on
),

asked as (
    select
        lead_key,
        cycle_starts_on,
        as_of_date,
        audience_then as audience,
        is_gate_date,
        is_activity_date and coalesce(audience_then = audience_today, false) as is_activity_date
    from profiled
    union all
    select
        lead_key,
        cycle_starts_on,
        as_of_date,
        audience_today as audience,
        false as is_gate_date,
        is_activity_date
    from profiled
    where is_activity_date and audience_then is distinct from audience_today
),

final as (
    select
        asked.lead_key,
        models.model_key,
        asked.cycle_starts_on,
        asked.as_of_date,
        asked.is_activity_date,
        asked.is_gate_date
    from asked
    inner join models
        on
            asked.audience = models.audience
            and asked.as_of_date >= models.valid_from
            and asked.as_of_date < models.valid_to
    where asked.is_activity_date or asked.is_gate_date
)

select * from final
order by lead_key asc nulls last
