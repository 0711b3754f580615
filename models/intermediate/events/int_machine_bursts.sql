with acts as {{ not_materialized() }} (
    select
        resolved.*,
        event_types.machine_burst_count,
        event_types.machine_burst_seconds * interval '1' second as reach
    from {{ ref('int_events_resolved') }} as resolved
    inner join {{ ref('int_event_types') }} as event_types on resolved.event_type_key = event_types.event_type_key
    where resolved.link is not null and resolved.message_id is not null and {{ news_of('resolved') }}
),

-- Each act with every other link of its message that was followed at about the same time. Who unsubscribes clicks a
-- link to do so: that is no second link of the click, so links of types that need more of them are left out.
neighbours as (
    select
        acts.event_id,
        acts.lead_key,
        acts.valid_from_on as resolved_from_on,
        acts.machine_burst_count,
        cast(neighbouring.event_type_key as string) || ' ' || neighbouring.link as other_link,
        greatest(acts.valid_from_on, neighbouring.valid_from_on) as valid_from_on,
        least(acts.valid_to_on, neighbouring.valid_to_on) as valid_to_on
    from acts
    inner join acts as neighbouring
        on
            acts.lead_key = neighbouring.lead_key
            and acts.message_id = neighbouring.message_id
            and acts.machine_burst_count >= neighbouring.machine_burst_count
            and neighbouring.occurred_at >= acts.occurred_at - acts.reach
            and neighbouring.occurred_at <= acts.occurred_at + acts.reach
            and acts.valid_from_on < neighbouring.valid_to_on
            and acts.valid_to_on > neighbouring.valid_from_on
    where not acts.is_machine and (acts.event_type_key <> neighbouring.event_type_key or acts.link <> neighbouring.link)
),

changes as (
    select
        event_id,
        lead_key,
        resolved_from_on,
        valid_from_on as changed_on
    from neighbours
    union distinct
    select
        event_id,
        lead_key,
        resolved_from_on,
        valid_to_on as changed_on
    from neighbours
),

spans as (
    select
        *,
        lead(changed_on) over (
            partition by event_id, lead_key, resolved_from_on order by changed_on asc nulls last
        ) as next_changed_on
    from changes
),

final as (
    select
        spans.event_id,
        spans.lead_key,
        spans.changed_on as valid_from_on,
        spans.next_changed_on as valid_to_on
    from spans
    inner join neighbours
        on
            spans.event_id = neighbours.event_id
            and spans.lead_key = neighbours.lead_key
            and spans.resolved_from_on = neighbours.resolved_from_on
            and spans.changed_on >= neighbours.valid_from_on
            and spans.changed_on < neighbours.valid_to_on
    group by spans.event_id, spans.lead_key, spans.changed_on, spans.next_changed_on
    having count(distinct neighbours.other_link) + 1 >= max(neighbours.machine_burst_count)
)

select * from final
