with points as (
    select * from {{ ref('int_score_points') }}
),

rule_days as (
    select * from {{ ref('int_rule_days_accepted') }}
),

rules as (
    select * from {{ ref('int_engagement_rules') }}
),

aged as (
    select
        points.lead_key,
        points.model_key,
        points.known_on,
        points.as_of_on,
        points.anchor_on,
        rules.rule_key,
        rules.points,
        rule_days.accepted_count,
        rule_days.activity_on,
        {{ decay_factor(
            'rules.decay', day_difference('points.as_of_on', 'rule_days.activity_on'), 'rules.decay_days'
        ) }} as decay_factor
    from points
    inner join rule_days
        on
            points.lead_key = rule_days.lead_key
            and points.model_key = rule_days.model_key
            and points.known_on = rule_days.known_on
            and points.anchor_on = rule_days.anchor_on
            and points.as_of_on >= rule_days.activity_on
    inner join rules
        on
            rule_days.rule_key = rules.rule_key
            and points.as_of_on >= rules.valid_from
            and points.as_of_on < rules.valid_to
    where
        rules.window_days is null
        or {{ day_difference('points.as_of_on', 'rule_days.activity_on') }} < rules.window_days
),

final as (
    select
        lead_key,
        model_key,
        rule_key,
        cast(sum(accepted_count) as bigint) as event_count,
        cast(sum(points * accepted_count) as decimal(18, 6)) as raw_points,
        cast(
            sum(
                {{ exact('cast(points as double) * decay_factor * accepted_count') }}
            ) as decimal(18, 6)
        ) as contribution,
        known_on,
        as_of_on,
        anchor_on,
        max(activity_on) as last_activity_on
    from aged
    group by lead_key, model_key, rule_key, known_on, as_of_on, anchor_on
)

select * from final
