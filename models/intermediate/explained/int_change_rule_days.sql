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
        cast(sum(count_then) as bigint) as count_then,
        cast(sum(count_now) as bigint) as count_now
    from known
    group by lead_key, rule_key, activity_on, from_on
    having sum(count_then) > 0 or sum(count_now) > 0
),

-- A day after from_on has no points then; an age of 0 keeps what is computed for it, and never used, within range.
aged as (
    select
        *,
        greatest({{ day_difference('from_on', 'activity_on') }}, 0) as age_then,
        {{ day_difference(as_of_date(), 'activity_on') }} as age_now
    from merged
),

final as (
    select
        aged.lead_key,
        aged.rule_key,
        rules.model_key,
        rules.model_id,
        rules.group_id,
        aged.from_on,
        aged.activity_on,
        aged.count_then,
        aged.count_now,
        {{ decayed_micro_points(
            'rules.points', 'aged.count_then', 'rules.decay', 'aged.age_then', 'rules.decay_days'
        ) }} as micro_points_then,
        {{ decayed_micro_points(
            'rules.points', 'aged.count_now', 'rules.decay', 'aged.age_then', 'rules.decay_days'
        ) }} as micro_points_late,
        {{ decayed_micro_points(
            'rules.points', 'aged.count_now', 'rules.decay', 'aged.age_now', 'rules.decay_days'
        ) }} as micro_points_now,
        aged.activity_on <= aged.from_on as is_old,
        aged.from_on >= rules.valid_from and aged.from_on < rules.valid_to as is_rule_then,
        {{ as_of_date() }} >= rules.valid_from and {{ as_of_date() }} < rules.valid_to as is_rule_now,
        rules.window_days is null
        or {{ day_difference('aged.from_on', 'aged.activity_on') }} < rules.window_days as is_in_window_then,
        rules.window_days is null
        or {{ day_difference(as_of_date(), 'aged.activity_on') }} < rules.window_days as is_in_window_now
    from aged
    inner join rules on aged.rule_key = rules.rule_key
)

select * from final
