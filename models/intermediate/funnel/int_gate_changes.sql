with dates as (
    select
        *,
        case when entry_signal <> 'score_fell' then 1 else 0 end as is_open
    from {{ ref('int_gate_dates') }}
    where entry_signal is not null
),

-- A date on which neither entry nor exit is reached says nothing: the gate stays as it was.
compared as (
    select
        *,
        coalesce(
            lag(is_open) over (partition by lead_key, cycle_starts_on order by as_of_date asc nulls last), 0
        ) as was_open
    from dates
),

-- A score is that of the end of its date: on the date of an exit it comes after the exit, which ended the cycle.
final as (
    select
        compared.lead_key,
        compared.cycle_starts_on,
        compared.as_of_date as entered_on,
        compared.opened_at as entered_at,
        compared.entry_signal,
        compared.reason
    from compared
    inner join {{ ref('int_stage_cycles') }} as cycles
        on compared.lead_key = cycles.lead_key and compared.cycle_starts_on = cycles.cycle_starts_on
    where
        compared.is_open <> compared.was_open
        and (
            compared.opened_at is not null
            or cycles.ended_at is null
            or compared.as_of_date < {{ business_date('cycles.ended_at') }}
        )
)

select * from final
