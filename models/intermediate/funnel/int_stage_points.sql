with bounds as (
    select * from {{ ref('int_gate_bounds') }}
),

cycles as (
    select * from {{ ref('int_stage_cycles') }}
),

thresholds as (
    select
        min(threshold_value) filter (where threshold_id = 'mql_enter') as lowest_enter,
        min(threshold_value) filter (where threshold_id = 'mql_exit') as lowest_exit
    from {{ ref('stage_thresholds') }}
),

first_reached as (
    select
        bounds.lead_key,
        bounds.anchor_on,
        min(bounds.bound_from_on) as reached_on
    from bounds
    cross join thresholds
    where bounds.upper_bound >= thresholds.lowest_enter
    group by bounds.lead_key, bounds.anchor_on
),

spans as (
    select
        bounds.lead_key,
        bounds.anchor_on,
        greatest(bounds.bound_from_on, cycles.opens_on, first_reached.reached_on) as from_on,
        least(bounds.bound_to_on, cycles.ends_on) as to_on
    from bounds
    cross join thresholds
    inner join cycles on bounds.lead_key = cycles.lead_key and bounds.anchor_on = cycles.anchor_on
    inner join first_reached on bounds.lead_key = first_reached.lead_key and bounds.anchor_on = first_reached.anchor_on
    where bounds.upper_bound >= least(thresholds.lowest_exit, thresholds.lowest_enter)
),

gate_dates as (
    select
        lead_key,
        anchor_on,
        {{ date_series('from_on', 'to_on') }} as as_of_on
    from spans
    where from_on <= to_on
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
)

select * from final
