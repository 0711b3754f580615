with types as (
    select * from {{ ref('int_exclusion_event_types') }}
),

-- A day's number of events is enough for rules that nothing lifts.
counted as (
    select
        score_dates.known_on,
        counts.lead_key,
        types.rule_id,
        types.valid_from,
        counts.activity_on,
        {{ add_days('counts.activity_on', 'types.window_days') }} as ended_on,
        sum(counts.event_count) as event_count
    from {{ ref('int_engagement_counts_daily') }} as counts
    inner join {{ ref('int_score_dates') }} as score_dates on counts.changed_on <= score_dates.known_on
    inner join types on counts.event_type_key = types.event_type_key and not types.is_liftable
    where counts.condition_key = 0
    group by
        score_dates.known_on, counts.lead_key, types.rule_id, types.valid_from, types.window_days, counts.activity_on
    having sum(counts.event_count) > 0
),

-- Where something lifts, moments decide: what lifts ends what happened before it.
events as (
    select
        score_dates.known_on,
        counted_events.event_id,
        counted_events.lead_key,
        types.rule_id,
        types.valid_from,
        types.is_lifting,
        counted_events.activity_on,
        counted_events.occurred_at,
        {{ add_days('counted_events.activity_on', 'types.window_days') }} as ended_on
    from {{ ref('int_events_counted') }} as counted_events
    inner join types on counted_events.event_type_key = types.event_type_key and types.is_liftable
    inner join {{ ref('int_score_dates') }} as score_dates
        on
            counted_events.valid_from_on <= score_dates.known_on
            and counted_events.valid_to_on > score_dates.known_on
),

followed as (
    select
        events.*,
        min(case when events.is_lifting then events.activity_on end) over (
            partition by events.known_on, events.lead_key, events.rule_id, events.valid_from
            order by
                events.occurred_at asc nulls last, events.is_lifting desc nulls last, events.event_id asc nulls last
            rows between 1 following and unbounded following
        ) as lifted_on
    from events
),

found as (
    select * from counted
    union all
    select
        known_on,
        lead_key,
        rule_id,
        valid_from,
        activity_on,
        least(ended_on, lifted_on) as ended_on,
        count(*) as event_count
    from followed
    where not is_lifting
    group by known_on, lead_key, rule_id, valid_from, activity_on, least(ended_on, lifted_on)
),

final as (
    select
        known_on,
        lead_key,
        rule_id,
        valid_from as rule_valid_from,
        cast(event_count as bigint) as event_count,
        activity_on,
        ended_on
    from found
    where ended_on is null or activity_on < ended_on
)

select * from final
