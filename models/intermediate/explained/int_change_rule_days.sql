with dates as (
    select known_on as from_on from {{ ref('int_score_dates') }}
    where not is_published
),

rule_days as (
    select * from {{ ref('int_rule_days_accepted') }}
    where cycle_starts_on = {{ start_of_time() }}
),

rules as (
    select * from {{ ref('int_engagement_rules') }}
),

-- A day may have a row of each period in which it was known: each row adds to then, to now, or to both.
known as (
    select
        rule_days.lead_key,
        rule_days.rule_key,
        rule_days.activity_on,
        dates.from_on,
        case
            when
                rule_days.activity_on <= dates.from_on
                and rule_days.valid_from_on <= dates.from_on
                and rule_days.valid_to_on > dates.from_on
                then rule_days.accepted_count
            else 0
        end as count_then,
        case
            when rule_days.valid_from_on <= {{ as_of_date() }} and rule_days.valid_to_on > {{ as_of_date() }}
                then rule_days.accepted_count
            else 0
        end as count_now
    from rule_days
    inner join rules on rule_days.rule_key = rules.rule_key
    cross join dates
    where
        rule_days.activity_on <= {{ as_of_date() }}
        and (
            rules.window_days is null
            or {{ day_difference('dates.from_on', 'rule_days.activity_on') }} < rules.window_days
        )
),

merged as (
    select
        lead_key,
        rule_key,
        activity_on,
        from_on,
        sum(count_then) as count_then,
        sum(count_now) as count_now
    from known
    group by lead_key, rule_key, activity_on, from_on
    having sum(count_then) > 0 or sum(count_now) > 0
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
