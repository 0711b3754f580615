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

within_reach as (
    select
        bounds.lead_key,
        bounds.cycle_starts_on,
        bounds.week_on as from_on,
        {{ add_days('bounds.week_on', 7) }} as to_on,
        bounds.upper_bound >= thresholds.lowest_enter as may_open
    from bounds
    cross join thresholds
    where bounds.upper_bound >= least(thresholds.lowest_exit, thresholds.lowest_enter)
    union all
    select
        lead_key,
        cycle_starts_on,
        stands_from_on as from_on,
        stands_to_on as to_on,
        true as may_open
    from {{ ref('int_hand_raises') }}
),

first_reached as (
    select
        lead_key,
        cycle_starts_on,
        min(from_on) as reached_on
    from within_reach
    where may_open
    group by lead_key, cycle_starts_on
),

final as (
    select distinct
        within_reach.lead_key,
        within_reach.cycle_starts_on,
        greatest(within_reach.from_on, cycles.opens_on, first_reached.reached_on) as from_on,
        least(within_reach.to_on, cycles.ends_on) as to_on
    from within_reach
    inner join cycles
        on within_reach.lead_key = cycles.lead_key and within_reach.cycle_starts_on = cycles.cycle_starts_on
    inner join first_reached
        on
            within_reach.lead_key = first_reached.lead_key
            and within_reach.cycle_starts_on = first_reached.cycle_starts_on
)

select * from final
where from_on <= to_on
