-- At the first date of a span the gate can move only if the score or a hand stands otherwise than at that of the span
-- before, or what holds for the lead changes, or a threshold may have been crossed in between.
with spans as (
    select
        *,
        {{ overridden_score('unclipped_points', 'override_points') }} as score
    from {{ ref('int_gate_spans__open') }}
),

crossed as (
    select distinct
        lead_key,
        cycle_starts_on,
        span_from_on
    from {{ ref('int_gate_crossings') }}
),

stood as (
    select
        *,
        coalesce(score >= enter_points, false) as is_entered,
        coalesce(score < exit_points, false) as is_below_exit,
        score > 0 as is_engaged
    from spans
),

followed as (
    select
        *,
        lag(is_entered) over by_date as was_entered,
        lag(is_below_exit) over by_date as was_below_exit,
        lag(is_engaged) over by_date as was_engaged,
        lag(is_raised) over by_date as was_raised,
        lag(from_on) over by_date as from_on_before
    from stood
    window by_date as (partition by lead_key, cycle_starts_on order by from_on asc nulls last)
),

final as (
    select
        followed.lead_key,
        followed.cycle_starts_on,
        followed.from_on as turns_on
    from followed
    left join crossed
        on
            followed.lead_key = crossed.lead_key
            and followed.cycle_starts_on = crossed.cycle_starts_on
            and followed.from_on_before = crossed.span_from_on
    left join {{ ref('int_lead_turns') }} as turns
        on followed.lead_key = turns.lead_key and followed.from_on = turns.turns_on
    where
        (followed.is_entered or followed.is_below_exit or followed.is_raised)
        and (
            followed.is_entered is distinct from followed.was_entered
            or followed.is_below_exit is distinct from followed.was_below_exit
            or followed.is_engaged is distinct from followed.was_engaged
            or followed.is_raised is distinct from followed.was_raised
            or crossed.lead_key is not null
            or turns.lead_key is not null
        )
)

select * from final
