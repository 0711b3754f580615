with events as {{ not_materialized() }} (
    select judged.* from {{ ref('int_events_judged') }} as judged
    where {{ news_of('judged') }}
),

-- A machine is nobody's rival, and few events have one: grouping finds them, and only they need the costly order below.
rival_keys as (
    select
        lead_key,
        event_type_key,
        dedupe_key
    from events
    where dedupe_key is not null and not is_machine
    group by lead_key, event_type_key, dedupe_key
    having count(*) > 1
),

rivals as (
    select events.* from events
    inner join rival_keys on {{ are_rivals('events', 'rival_keys') }}
    where not events.is_machine
),

-- Between two of these dates the same rivals are known, so the same one is the first.
change_dates as (
    select
        lead_key,
        event_type_key,
        dedupe_key,
        valid_from_on as changed_on
    from rivals
    union distinct
    select
        lead_key,
        event_type_key,
        dedupe_key,
        valid_to_on as changed_on
    from rivals
),

spans as (
    select
        *,
        lead(changed_on) over (
            partition by lead_key, event_type_key, dedupe_key order by changed_on asc nulls last
        ) as next_changed_on
    from change_dates
),

ranked as (
    select
        rivals.*,
        spans.changed_on,
        spans.next_changed_on,
        row_number() over (
            partition by rivals.lead_key, rivals.event_type_key, rivals.dedupe_key, spans.changed_on
            order by rivals.occurred_at asc nulls last, rivals.event_id asc nulls last
        ) as position_among_rivals
    from rivals
    inner join spans
        on
            {{ are_rivals('rivals', 'spans') }}
            and rivals.valid_from_on <= spans.changed_on
            and rivals.valid_to_on > spans.changed_on
),

final as (
    select
        events.event_id,
        events.lead_key,
        events.event_type_key,
        events.is_machine,
        events.is_quarantined,
        coalesce(repeats.valid_from_on, events.valid_from_on) as valid_from_on,
        coalesce(repeats.valid_to_on, events.valid_to_on) as valid_to_on,
        events.occurred_at
    from events
    left join rival_keys on {{ are_rivals('events', 'rival_keys') }}
    left join {{ ref('int_event_repeats') }} as repeats
        on
            events.event_id = repeats.event_id
            and events.lead_key = repeats.lead_key
            and events.valid_from_on = repeats.judged_from_on
    where (rival_keys.lead_key is null or events.is_machine) and not coalesce(repeats.is_repeat, false)
    union all
    select
        event_id,
        lead_key,
        event_type_key,
        is_machine,
        is_quarantined,
        changed_on as valid_from_on,
        next_changed_on as valid_to_on,
        occurred_at
    from ranked
    where position_among_rivals = 1
)

select * from final
