with counts as (
    select * from {{ ref('int_engagement_counts_daily') }}
),

score_dates as (
    select * from {{ ref('int_score_dates') }}
),

final as (
    select
        score_dates.known_on,
        counts.lead_key,
        counts.event_type_key,
        counts.condition_key,
        cast(sum(counts.event_count) as bigint) as event_count,
        counts.activity_on
    from counts
    inner join score_dates on counts.changed_on <= score_dates.known_on
    group by score_dates.known_on, counts.lead_key, counts.event_type_key, counts.condition_key, counts.activity_on
    having sum(counts.event_count) > 0
)

select * from final
