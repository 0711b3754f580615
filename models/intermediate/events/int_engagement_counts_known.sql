with counts as (
    select counts_daily.* from {{ ref('int_engagement_counts_daily') }} as counts_daily
    where counts_daily.changed_on <= {{ as_of_date() }} and {{ news_of('counts_daily') }}
),

final as (
    select
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
