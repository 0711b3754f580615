with counts as (
    select
        *,
        {{ start_of_time() }} as anchor_on
    from {{ ref('int_engagement_counts_known') }}
    union all
    select
        counts.*,
        cycles.anchor_on
    from {{ ref('int_engagement_counts_known') }} as counts
    inner join {{ ref('int_stage_cycles') }} as cycles
        on
            counts.lead_key = cycles.lead_key
            and counts.activity_on >= cycles.anchor_on
            and counts.activity_on <= cycles.ends_on
    where
        not {{ is_replay() }}
        and counts.known_on = {{ as_of_date() }}
        and cycles.anchor_on > {{ start_of_time() }}
),

rules as (
    select * from {{ ref('int_engagement_rules') }}
),

bucketed as (
    select
        counts.known_on,
        counts.lead_key,
        counts.anchor_on,
        rules.model_key,
        rules.rule_key,
        rules.cap_count,
        counts.event_count,
        counts.activity_on,
        {{ cap_bucket('counts.activity_on', 'rules.cap_days') }} as bucket
    from counts
    inner join rules
        on counts.event_type_key = rules.event_type_key and counts.condition_key = rules.condition_key
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
    from bucketed
),

final as (
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
        activity_on
    from preceded
    where cap_count is null or earlier_count < cap_count
)

select * from final
