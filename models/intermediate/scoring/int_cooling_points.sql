with leads as (
    select * from {{ ref('int_leads_known') }}
    where known_on = {{ as_of_date() }}
),

lowest_bound as (
    select min(bands.lower_bound) as lower_bound
    from {{ ref('bands') }} as bands
    where bands.lower_bound > 0 and {{ valid_on('bands', as_of_date()) }}
),

spans as (
    select
        bounds.lead_key,
        greatest(bounds.bound_from_on, {{ add_days(as_of_date(), 1) }}) as from_on,
        least(bounds.bound_to_on, {{ add_days(as_of_date(), var('going_cold_days')) }}) as to_on
    from {{ ref('int_gate_bounds') }} as bounds
    inner join lowest_bound on bounds.upper_bound >= lowest_bound.lower_bound
    where bounds.anchor_on = {{ start_of_time() }}
),

dates as (
    select
        lead_key,
        {{ date_series('from_on', 'to_on') }} as as_of_on
    from spans
    where from_on <= to_on
),

final as (
    select distinct
        dates.lead_key,
        leads.audience,
        dates.as_of_on
    from dates
    inner join leads on dates.lead_key = leads.lead_key
)

select * from final
