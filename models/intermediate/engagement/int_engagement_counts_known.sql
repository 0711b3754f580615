with counts as (
    select * from {{ ref('int_engagement_counts_daily') }}
    where changed_on <= {{ as_of_date() }}
),

final as (
    select
        {{ as_of_date() }} as known_on,
        lead_key,
        event_type_key,
        condition_key,
        cast(sum(event_count) as bigint) as event_count,
        activity_on
    from counts
    group by lead_key, event_type_key, condition_key, activity_on
    having sum(event_count) > 0
)

select * from final
