with events as (
    select * from {{ ref('int_events_deduplicated') }}
    where
        occurred_at > loaded_at + interval {{ var('clock_skew_tolerance') }} day
        and {{ business_date('loaded_at') }} <= {{ as_of_date() }}
        and {{ as_of_date() }} < valid_to_on
),

final as (
    select
        event_id,
        event_type,
        'occurred more than {{ var("clock_skew_tolerance") }} day(s) after it was loaded: '
        || cast(occurred_at as string)
        || ' against '
        || cast(loaded_at as string) as reason,
        valid_from_on,
        occurred_at,
        loaded_at
    from events
)

select * from final
