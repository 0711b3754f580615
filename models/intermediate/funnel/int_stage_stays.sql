with creations as (
    select * from {{ ref('int_lead_creations') }}
),

stages as (
    select * from {{ ref('int_funnel_signals') }}
    where entry_signal = 'created'
),

changes as (
    select * from {{ ref('int_stage_changes') }}
),

-- A lead is known from the first that is known of it, also when the source created it later.
first_changes as (
    select
        changes.lead_key,
        min(changes.entered_on) as entered_on,
        min(changes.entered_at) as entered_at
    from changes
    inner join creations on changes.lead_key = creations.lead_key and changes.entered_at < creations.created_at
    group by changes.lead_key
),

entries as (
    select
        creations.lead_key,
        0 as change_no,
        stages.stage,
        'created' as entry_signal,
        cast(null as string) as reason,
        stages.is_hand_over,
        coalesce(first_changes.entered_on, creations.created_on) as entered_on,
        coalesce(first_changes.entered_at, creations.created_at) as entered_at
    from creations
    cross join stages
    left join first_changes on creations.lead_key = first_changes.lead_key
    union all
    select
        lead_key,
        change_no,
        stage,
        entry_signal,
        reason,
        is_hand_over,
        entered_on,
        entered_at
    from changes
),

final as (
    select
        entries.lead_key,
        entries.stage,
        entries.entry_signal,
        entries.reason,
        entries.is_hand_over,
        entries.entered_on,
        entries.entered_at,
        cast(
            row_number() over (partition by entries.lead_key order by entries.change_no asc nulls last) as integer
        ) as stay_no,
        cast(
            sum(case when entries.is_hand_over then 1 else 0 end) over (
                partition by entries.lead_key order by entries.change_no asc nulls last
                rows between unbounded preceding and current row
            ) as integer
        ) as cycle_no,
        lead(entries.entered_on) over (
            partition by entries.lead_key order by entries.change_no asc nulls last
        ) as left_on,
        entries.entered_on < creations.created_on as is_before_creation
    from entries
    inner join creations on entries.lead_key = creations.lead_key
)

select * from final
