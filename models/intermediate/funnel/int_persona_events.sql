with outcomes as (
    select * from {{ ref('int_lead_outcomes') }}
),

-- Only what was done before the sale can say who will buy.
events as (
    select
        events.lead_key,
        events.event_type_key,
        1 + {{ day_difference('events.activity_on', start_of_time()) }} % 7 as weekday_number,
        extract(hour from {{ business_time('events.occurred_at') }}) as hour_number
    from {{ ref('int_events_counted') }} as events
    inner join outcomes on events.lead_key = outcomes.lead_key
    where
        events.valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < events.valid_to_on
        and (outcomes.won_on is null or events.activity_on < outcomes.won_on)
),

traits as (
    select distinct
        lead_key,
        'event' as dimension,
        event_type_key as value_key
    from events
    union all
    select distinct
        lead_key,
        'weekday' as dimension,
        weekday_number as value_key
    from events
    union all
    select distinct
        lead_key,
        'hour' as dimension,
        hour_number as value_key
    from events
),

counted as (
    select
        outcomes.audience,
        traits.dimension,
        traits.value_key,
        count(*) as leads,
        count(case when outcomes.is_customer then 1 end) as buyers
    from traits
    inner join outcomes on traits.lead_key = outcomes.lead_key
    group by outcomes.audience, traits.dimension, traits.value_key
),

final as (
    select
        counted.audience,
        counted.dimension,
        counted.leads,
        counted.buyers,
        case counted.dimension
            when 'event' then event_types.event_type
            when 'weekday'
                then split_part(
                    'Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday', '|', cast(counted.value_key as integer)
                )
            else right('0' || cast(counted.value_key as string), 2)
        end as value
    from counted
    left join {{ ref('int_event_types') }} as event_types
        on counted.dimension = 'event' and counted.value_key = event_types.event_type_key
)

select * from final
