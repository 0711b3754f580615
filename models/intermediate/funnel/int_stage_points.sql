with gate_dates as (
    select
        spans.lead_key,
        spans.anchor_on,
        {{ date_series('spans.from_on', 'spans.to_on') }} as as_of_on
    from {{ ref('int_gate_spans') }} as spans
    where {{ is_renewed('spans', 'to_on') }}
),

asked as (
    select
        lead_key,
        anchor_on,
        as_of_on
    from gate_dates
    union distinct
    select
        lead_key,
        {{ start_of_time() }} as anchor_on,
        as_of_on
    from gate_dates
    union distinct
    select
        lead_key,
        {{ start_of_time() }} as anchor_on,
        happened_on as as_of_on
    from {{ ref('int_stage_signals') }}
    union distinct
    select
        lead_key,
        {{ start_of_time() }} as anchor_on,
        engaged_on as as_of_on
    from {{ ref('int_engaged_on') }}
    union distinct
    select
        lead_key,
        {{ start_of_time() }} as anchor_on,
        created_on as as_of_on
    from {{ ref('int_lead_creations') }}
),

final as (
    select
        asked.lead_key,
        profiles.audience,
        asked.as_of_on,
        asked.anchor_on
    from asked
    inner join {{ ref('int_leads_keyed') }} as leads on asked.lead_key = leads.lead_key
    inner join {{ ref('int_lead_profiles') }} as profiles
        on
            leads.lead_id = profiles.lead_id
            and greatest(asked.as_of_on, leads.first_seen_on) >= profiles.valid_from_on
            and greatest(asked.as_of_on, leads.first_seen_on) < profiles.valid_to_on
    where {{ is_renewed('asked', 'as_of_on') }}
)

select * from final
