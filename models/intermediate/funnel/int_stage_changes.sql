with candidates as (
    select
        lead_key,
        'engaged' as entry_signal,
        cast(null as string) as reason,
        engaged_on as entered_on,
        engaged_at as entered_at,
        1 as place,
        0 as signal_no
    from {{ ref('int_engaged_on') }}
    union all
    select
        lead_key,
        entry_signal,
        reason,
        entered_on,
        entered_at,
        3 as place,
        0 as signal_no
    from {{ ref('int_gate_changes') }}
    union all
    select
        lead_key,
        entry_signal,
        reason,
        entered_on,
        entered_at,
        2 as place,
        signal_no
    from {{ ref('int_stage_signals') }}
),

-- A score has a date only and comes at its end. Of one moment the act comes before the gate: it was not led to by it.
ordered as (
    select
        candidates.*,
        funnel_stages.stage,
        funnel_stages.position,
        funnel_stages.kind,
        funnel_stages.is_hand_over,
        row_number() over (
            partition by candidates.lead_key
            order by
                {{ moment_of('candidates.entered_at', 'candidates.entered_on') }} asc nulls last,
                candidates.place asc nulls last, candidates.signal_no asc nulls last
        ) as change_no
    from candidates
    inner join {{ ref('int_funnel_signals') }} as funnel_stages on candidates.entry_signal = funnel_stages.entry_signal
),

segmented as (
    select
        *,
        sum(case when kind = 'exit' then 1 else 0 end) over (
            partition by lead_key order by change_no asc nulls last
            rows between unbounded preceding and current row
        ) as segment_no
    from ordered
),

reached as (
    select
        *,
        coalesce(
            max(case when kind in ('sales', 'won') then position end) over (
                partition by lead_key, segment_no order by change_no asc nulls last
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as reached_position,
        coalesce(
            max(case when is_hand_over then 1 end) over (
                partition by lead_key, segment_no order by change_no asc nulls last
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as handed_over
    from segmented
),

final as (
    select
        lead_key,
        change_no,
        stage,
        entry_signal,
        reason,
        is_hand_over,
        entered_on,
        entered_at
    from reached
    where
        kind = 'exit'
        or (kind in ('sales', 'won') and position > reached_position)
        or (kind = 'marketing' and entry_signal <> 'engaged' and reached_position = 0)
        or (entry_signal = 'engaged' and segment_no = 0 and reached_position = 0 and handed_over = 0)
)

select * from final
