with asked_spans as (
    select
        lead_key,
        cycle_starts_on,
        turns_on as from_on,
        turns_on as to_on
    from {{ ref('int_gate_turns') }}
    union all
    select
        lead_key,
        cycle_starts_on,
        from_on,
        to_on
    from {{ ref('int_gate_crossings') }}
),

-- Each date of a gate is also asked over all events.
spans as (
    select * from asked_spans
    union distinct
    select
        lead_key,
        {{ start_of_time() }} as cycle_starts_on,
        from_on,
        to_on
    from asked_spans
),

dates as (
    select
        spans.lead_key,
        spans.cycle_starts_on,
        {{ date_series('spans.from_on', 'spans.to_on') }} as as_of_date
    from spans
    where {{ news_of('spans', 'to_on') }}
    union all
    select
        signals.lead_key,
        {{ start_of_time() }} as cycle_starts_on,
        signals.entered_on as as_of_date
    from {{ ref('int_stage_signals') }} as signals
    where {{ news_of('signals', 'entered_on') }}
    union all
    select
        engaged.lead_key,
        {{ start_of_time() }} as cycle_starts_on,
        engaged.engaged_on as as_of_date
    from {{ ref('int_engaged_on') }} as engaged
    where {{ news_of('engaged', 'engaged_on') }}
    union all
    select
        creations.lead_key,
        {{ start_of_time() }} as cycle_starts_on,
        creations.created_on as as_of_date
    from {{ ref('int_lead_creations') }} as creations
    where {{ news_of('creations', 'created_on') }}
),

asked as (
    select distinct
        lead_key,
        cycle_starts_on,
        as_of_date
    from dates
),

final as (
    select
        asked.lead_key,
        profiles.audience,
        asked.as_of_date,
        asked.cycle_starts_on
    from asked
    inner join {{ ref('int_leads_keyed') }} as leads on asked.lead_key = leads.lead_key
    inner join {{ ref('int_lead_profiles') }} as profiles
        on
            leads.lead_id = profiles.lead_id
            and greatest(asked.as_of_date, leads.first_seen_on) >= profiles.valid_from_on
            and greatest(asked.as_of_date, leads.first_seen_on) < profiles.valid_to_on
)

select * from final
