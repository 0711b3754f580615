with counted as (
    select events.* from {{ ref('int_events_counted') }} as events
    where {{ news_of('events') }}
),

conditions as (
    select * from {{ ref('int_event_conditions') }}
),

members as (
    select
        lead_key,
        event_type_key,
        0 as condition_key,
        activity_on,
        valid_from_on,
        valid_to_on
    from counted
    union all
    select
        counted.lead_key,
        counted.event_type_key,
        conditions.condition_key,
        counted.activity_on,
        counted.valid_from_on,
        counted.valid_to_on
    from counted
    inner join conditions
        on
            counted.event_id = conditions.event_id
            and counted.valid_from_on >= conditions.valid_from_on
            and counted.valid_from_on < conditions.valid_to_on
),

-- An event that begins to count adds one, one that no longer counts takes it away, each on its date.
changes as (
    select
        lead_key,
        event_type_key,
        condition_key,
        activity_on,
        valid_from_on as changed_on,
        1 as event_count
    from members
    union all
    select
        lead_key,
        event_type_key,
        condition_key,
        activity_on,
        valid_to_on as changed_on,
        -1 as event_count
    from members
    where valid_to_on < {{ end_of_time() }}
),

final as (
    select
        lead_key,
        event_type_key,
        condition_key,
        activity_on,
        changed_on,
        cast(sum(event_count) as bigint) as event_count
    from changes
    group by lead_key, event_type_key, condition_key, activity_on, changed_on
    having sum(event_count) <> 0
)

select * from final
