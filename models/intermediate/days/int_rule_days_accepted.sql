with found as (
    select rule_days.* from {{ ref('int_rule_days_found') }} as rule_days
    where {{ news_of('rule_days') }}
),

recounted as (
    select rule_days.* from {{ ref('int_rule_days_recounted') }} as rule_days
    where {{ news_of('rule_days') }}
),

-- Buckets without a late day are counted as they grew; the others are replaced by their recounts.
recounted_buckets as (
    select distinct
        lead_key,
        cycle_starts_on,
        rule_key,
        bucket
    from recounted
),

counted as (
    select
        found.lead_key,
        found.model_key,
        found.rule_key,
        found.cycle_starts_on,
        found.cap_count,
        found.event_count,
        found.earlier_count,
        found.activity_on,
        found.changed_on as valid_from_on,
        {{ end_of_time() }} as valid_to_on
    from found
    left join recounted_buckets
        on {{ same_bucket('found', 'recounted_buckets') }}
    where recounted_buckets.lead_key is null
    union all
    select
        lead_key,
        model_key,
        rule_key,
        cycle_starts_on,
        cap_count,
        event_count,
        earlier_count,
        activity_on,
        valid_from_on,
        valid_to_on
    from recounted
),

final as (
    select
        lead_key,
        model_key,
        rule_key,
        cycle_starts_on,
        cast(
            case
                when cap_count is null then event_count
                else least(event_count, cap_count - earlier_count)
            end as bigint
        ) as accepted_count,
        activity_on,
        valid_from_on,
        valid_to_on
    from counted
    where event_count > 0 and (cap_count is null or earlier_count < cap_count)
)

select * from final
order by lead_key asc nulls last
