with dates as (
    select known_on as from_on from {{ ref('int_score_dates') }}
    where not is_published
),

rule_days as (
    select * from {{ ref('int_rule_days_accepted') }}
    where anchor_on = {{ start_of_time() }}
),

rules as (
    select * from {{ ref('int_engagement_rules') }}
),

known_then as (
    select
        lead_key,
        rule_key,
        activity_on,
        known_on as from_on,
        accepted_count as count_then,
        cast(0 as bigint) as count_now
    from rule_days
    where known_on < {{ as_of_date() }} and activity_on <= known_on
),

known_now as (
    select
        rule_days.lead_key,
        rule_days.rule_key,
        rule_days.activity_on,
        dates.from_on,
        cast(0 as bigint) as count_then,
        rule_days.accepted_count as count_now
    from rule_days
    cross join dates
    where rule_days.known_on = {{ as_of_date() }} and rule_days.activity_on <= {{ as_of_date() }}
),

in_window as (
    select both_dates.*
    from (
        select * from known_then
        union all
        select * from known_now
    ) as both_dates
    inner join rules on both_dates.rule_key = rules.rule_key
    where
        rules.window_days is null
        or {{ day_difference('both_dates.from_on', 'both_dates.activity_on') }} < rules.window_days
),

merged as (
    select
        lead_key,
        rule_key,
        activity_on,
        from_on,
        sum(count_then) as count_then,
        sum(count_now) as count_now
    from in_window
    group by lead_key, rule_key, activity_on, from_on
),

final as (
    select
        merged.lead_key,
        merged.rule_key,
        rules.model_key,
        rules.model_id,
        rules.group_id,
        merged.from_on,
        merged.activity_on,
        merged.count_then,
        merged.count_now,
        rules.points,
        {{ decay_factor('rules.decay', day_difference('merged.from_on', 'merged.activity_on'), 'rules.decay_days') }}
            as factor_then,
        {{ decay_factor('rules.decay', day_difference(as_of_date(), 'merged.activity_on'), 'rules.decay_days') }}
            as factor_now,
        merged.activity_on <= merged.from_on as is_old,
        merged.from_on >= rules.valid_from and merged.from_on < rules.valid_to as is_rule_then,
        {{ as_of_date() }} >= rules.valid_from and {{ as_of_date() }} < rules.valid_to as is_rule_now,
        rules.window_days is null
        or {{ day_difference('merged.from_on', 'merged.activity_on') }} < rules.window_days as is_in_window_then,
        rules.window_days is null
        or {{ day_difference(as_of_date(), 'merged.activity_on') }} < rules.window_days as is_in_window_now
    from merged
    inner join rules on merged.rule_key = rules.rule_key
)

select * from final
