with creations as (
    select * from {{ ref('int_lead_creations') }}
),

signals as (
    select * from {{ ref('int_stage_signals') }}
),

exits as (
    select
        *,
        row_number() over (partition by lead_key, entered_on order by signal_no desc nulls last) as position_in_day,
        min(entered_at) over (partition by lead_key, entered_on) as first_exit_at
    from signals
    where kind = 'exit'
),

-- Of several exits on a date the last one starts the next cycle, the first one ends the one before.
cool_downs as (
    select
        exits.lead_key,
        exits.entered_on as cycle_starts_on,
        exits.entered_at as cycle_starts_at,
        exits.first_exit_at,
        exits.signal_no,
        exits.allows_return,
        coalesce(reasons.cool_down_days, cast(thresholds.threshold_value as integer)) as cool_down_days
    from exits
    left join {{ ref('recycle_reasons') }} as reasons
        on lower(trim(exits.reason)) = lower(trim(reasons.reason_id)) and {{ valid_on('reasons', 'exits.entered_on') }}
    left join {{ ref('stage_thresholds') }} as thresholds
        on thresholds.threshold_id = 'mql_cool_down_days' and {{ valid_on('thresholds', 'exits.entered_on') }}
    where exits.position_in_day = 1
),

cycles as (
    select
        lead_key,
        {{ start_of_time() }} as cycle_starts_on,
        cast(null as timestamp) as cycle_starts_at,
        cast(null as timestamp) as first_exit_at,
        0 as signal_no,
        {{ start_of_time() }} as opens_on
    from creations
    union all
    select
        lead_key,
        cycle_starts_on,
        cycle_starts_at,
        first_exit_at,
        signal_no,
        case
            when allows_return then {{ add_days('cycle_starts_on', 'coalesce(cool_down_days, 0)') }}
            else {{ end_of_time() }}
        end as opens_on
    from cool_downs
),

ended as (
    select
        *,
        lead(cycle_starts_on) over (
            partition by lead_key order by cycle_starts_on asc nulls last
        ) as next_cycle_starts_on,
        lead(first_exit_at) over (partition by lead_key order by cycle_starts_on asc nulls last) as ended_at
    from cycles
),

-- Once sales has acted or the lead is won the gate has no effect, so the cycle need not be scored any longer.
taken_over as (
    select
        ended.lead_key,
        ended.cycle_starts_on,
        min(signals.entered_on) as taken_over_on
    from ended
    inner join signals on ended.lead_key = signals.lead_key and ended.signal_no < signals.signal_no
    where signals.kind in ('sales', 'won')
    group by ended.lead_key, ended.cycle_starts_on
),

final as (
    select
        ended.lead_key,
        ended.cycle_starts_on,
        ended.cycle_starts_at,
        ended.ended_at,
        greatest(ended.opens_on, creations.created_on) as opens_on,
        least(
            coalesce(ended.next_cycle_starts_on, {{ as_of_date() }}), {{ as_of_date() }},
            coalesce(taken_over.taken_over_on, {{ as_of_date() }})
        ) as ends_on
    from ended
    inner join creations on ended.lead_key = creations.lead_key
    left join taken_over on ended.lead_key = taken_over.lead_key and ended.cycle_starts_on = taken_over.cycle_starts_on
)

select * from final
