with found as {{ not_materialized() }} (
    select rule_days.* from {{ ref('int_rule_days_found') }} as rule_days
    where {{ news_of('rule_days') }}
),

-- A day that arrives late may push later days of its bucket out of the cap: the whole bucket is counted again.
late as (
    select distinct
        lead_key,
        cycle_starts_on,
        rule_key,
        bucket,
        changed_on as recounted_on
    from found
    where is_late
),

-- Until the first late day the bucket counts as it was known, from the start of time on.
starts as (
    select * from late
    union distinct
    select
        lead_key,
        cycle_starts_on,
        rule_key,
        bucket,
        {{ start_of_time() }} as recounted_on
    from late
),

recounts as (
    select
        *,
        coalesce(
            lead(recounted_on) over (
                partition by lead_key, cycle_starts_on, rule_key, bucket order by recounted_on asc nulls last
            ),
            {{ end_of_time() }}
        ) as valid_to_on
    from starts
),

-- In each recount a day has all the events known by then; it exists from the date on which it was first known.
days as (
    select
        found.lead_key,
        found.model_key,
        found.rule_key,
        found.cycle_starts_on,
        found.cap_count,
        found.bucket,
        found.activity_on,
        recounts.recounted_on,
        recounts.valid_to_on,
        cast(sum(found.event_count) as bigint) as event_count,
        greatest(recounts.recounted_on, min(found.changed_on)) as valid_from_on
    from found
    inner join recounts
        on {{ same_bucket('found', 'recounts') }} and found.changed_on < recounts.valid_to_on
    group by
        found.lead_key, found.model_key, found.rule_key, found.cycle_starts_on, found.cap_count, found.bucket,
        found.activity_on, recounts.recounted_on, recounts.valid_to_on
),

final as (
    select
        *,
        cast(
            coalesce(
                sum(event_count) over (
                    partition by lead_key, cycle_starts_on, rule_key, bucket, recounted_on
                    order by activity_on asc nulls last
                    rows between unbounded preceding and 1 preceding
                ),
                0
            ) as bigint
        ) as earlier_count
    from days
)

select * from final
