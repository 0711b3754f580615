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

final as (
    select
        lead_key,
        cycle_starts_on,
        as_of_date as entered_on,
        entry_signal,
        reason
    from compared
    where is_open <> was_open
)

select * from final
