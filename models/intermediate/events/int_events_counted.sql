with events as (
    select standing.* from {{ ref('int_events_standing') }} as standing
    where not standing.is_machine and not standing.is_quarantined and {{ news_of('standing') }}
),

final as (
    select
        event_id,
        lead_key,
        event_type_key,
        {{ business_date('occurred_at') }} as activity_on,
        occurred_at,
        valid_from_on,
        valid_to_on
    from events
)

select * from final
