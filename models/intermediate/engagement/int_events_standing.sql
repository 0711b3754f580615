with events as (
    select
        resolved.*,
        case
            when resolved.dedupe_key is null then 1
            else count(*) over (partition by resolved.lead_key, resolved.event_type_key, resolved.dedupe_key)
        end as rival_count
    from {{ ref('int_events_resolved') }} as resolved
    where {{ is_renewed('resolved') }}
),

rivals as (
    select * from events
    where rival_count > 1
),

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
            rivals.lead_key = spans.lead_key
            and rivals.event_type_key = spans.event_type_key
            and rivals.dedupe_key = spans.dedupe_key
            and rivals.valid_from_on <= spans.changed_on
            and rivals.valid_to_on > spans.changed_on
),

final as (
    select
        event_id,
        lead_key,
        event_type_key,
        is_machine,
        is_quarantined,
        valid_from_on,
        valid_to_on,
        occurred_at
    from events
    where rival_count = 1
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
