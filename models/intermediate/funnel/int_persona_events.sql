with events as (
    select
        outcomes.audience,
        outcomes.lead_key,
        outcomes.is_customer,
        event_types.event_type,
        split_part(
            'Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday',
            '|',
            1 + {{ day_difference('events.activity_on', start_of_time()) }} % 7
        ) as day_of_week,
        right('0' || cast(extract(hour from events.occurred_at) as string), 2) as hour_of_day
    from {{ ref('int_events_counted') }} as events
    inner join {{ ref('int_lead_outcomes') }} as outcomes on events.lead_key = outcomes.lead_key
    inner join {{ ref('int_event_types') }} as event_types on events.event_type_key = event_types.event_type_key
    where
        events.valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < events.valid_to_on
        and (outcomes.won_on is null or events.activity_on < outcomes.won_on)
),

traits as (
    select distinct
        audience,
        'event' as dimension,
        event_type as value,
        lead_key,
        is_customer
    from events
    union all
    select distinct
        audience,
        'weekday' as dimension,
        day_of_week as value,
        lead_key,
        is_customer
    from events
    union all
    select distinct
        audience,
        'hour' as dimension,
        hour_of_day as value,
        lead_key,
        is_customer
    from events
),

final as (
    select
        audience,
        dimension,
        value,
        count(*) as leads,
        count(case when is_customer then 1 end) as buyers
    from traits
    group by audience, dimension, value
)

select * from final
