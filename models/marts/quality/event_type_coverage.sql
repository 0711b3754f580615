with event_types as (
    select * from {{ ref('int_event_types') }}
),

-- A machine is one, whether or not anybody knows whom it reads for.
visible as (
    select
        event_types.event_type_key,
        count(*) as visible_count,
        count(case when events.is_machine or machines.user_agent is not null then 1 end) as machine_count
    from {{ ref('int_events_deduplicated') }} as events
    inner join event_types on events.event_type = event_types.event_type
    left join {{ ref('int_user_agents_flagged') }} as machines on events.user_agent = machines.user_agent
    where {{ as_of_date() }} >= events.valid_from_on and {{ as_of_date() }} < events.valid_to_on
    group by event_types.event_type_key
),

resolved as (
    select
        event_type_key,
        count(*) as resolved_count,
        count(case when is_machine then 1 end) as machine_count
    from {{ ref('int_events_resolved') }}
    where {{ as_of_date() }} >= valid_from_on and {{ as_of_date() }} < valid_to_on
    group by event_type_key
),

-- An event that is both quarantined and a machine's is counted as a machine's.
standing as (
    select
        event_type_key,
        count(*) as standing_count,
        count(case when is_machine then 1 end) as machine_count,
        sum(case when is_quarantined and not is_machine then 1 else 0 end) as quarantined_count
    from {{ ref('int_events_standing') }}
    where {{ as_of_date() }} >= valid_from_on and {{ as_of_date() }} < valid_to_on
    group by event_type_key
),

counted as (
    select
        event_type_key,
        count(*) as counted_count,
        max(activity_on) as last_activity_on
    from {{ ref('int_events_counted') }}
    where {{ as_of_date() }} >= valid_from_on and {{ as_of_date() }} < valid_to_on
    group by event_type_key
),

final as (
    select
        event_types.event_type,
        cast(coalesce(visible.visible_count, 0) as bigint) as event_count,
        cast(
            coalesce(visible.visible_count - visible.machine_count, 0)
            - coalesce(resolved.resolved_count - resolved.machine_count, 0) as bigint
        ) as unresolved_count,
        cast(
            coalesce(resolved.resolved_count, 0) - coalesce(standing.standing_count, 0) as bigint
        ) as semantic_duplicate_count,
        cast(
            coalesce(visible.machine_count, 0) - coalesce(resolved.machine_count, 0)
            + coalesce(standing.machine_count, 0) as bigint
        ) as machine_count,
        cast(coalesce(standing.quarantined_count, 0) as bigint) as quarantined_count,
        cast(coalesce(counted.counted_count, 0) as bigint) as counted_count,
        event_types.has_rule,
        counted.last_activity_on
    from event_types
    left join visible on event_types.event_type_key = visible.event_type_key
    left join resolved on event_types.event_type_key = resolved.event_type_key
    left join standing on event_types.event_type_key = standing.event_type_key
    left join counted on event_types.event_type_key = counted.event_type_key
)

select * from final
