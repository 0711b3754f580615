with counted as (
    select * from {{ ref('int_rule_days_found') }}
),

preceded as (
    select
        *,
        coalesce(
            sum(event_count) over (
                partition by known_on, lead_key, anchor_on, rule_key, bucket
                order by activity_on asc nulls last
                rows between unbounded preceding and 1 preceding
            ),
            0
        ) as earlier_count
    from counted
),

accepted as (
    select
        known_on,
        lead_key,
        model_key,
        rule_key,
        anchor_on,
        cast(
            case
                when cap_count is null then event_count
                else least(event_count, greatest(cap_count - earlier_count, 0))
            end as bigint
        ) as accepted_count,
        activity_on,
        bucket
    from preceded
    where event_count > 0 and (cap_count is null or earlier_count < cap_count)
),

earlier_dates as (
    select * from {{ ref('int_score_dates') }}
    where known_on < {{ as_of_date() }}
),

moved as (
    select distinct
        lead_key,
        rule_key,
        bucket,
        known_on
    from counted
    where known_on < {{ as_of_date() }}
),

final as (
    select
        known_on,
        lead_key,
        model_key,
        rule_key,
        anchor_on,
        accepted_count,
        activity_on
    from accepted
    union all
    select
        earlier_dates.known_on,
        accepted.lead_key,
        accepted.model_key,
        accepted.rule_key,
        accepted.anchor_on,
        accepted.accepted_count,
        accepted.activity_on
    from accepted
    cross join earlier_dates
    left join moved
        on
            accepted.lead_key = moved.lead_key
            and accepted.rule_key = moved.rule_key
            and accepted.bucket = moved.bucket
            and earlier_dates.known_on = moved.known_on
    where
        accepted.known_on = {{ as_of_date() }}
        and accepted.anchor_on = {{ start_of_time() }}
        and moved.lead_key is null
)

select * from final
order by lead_key asc nulls last
