with leads as (
    select * from {{ ref('int_scores_today') }}
    where status = 'active'
),

rules as (
    select * from {{ ref('int_engagement_rules') }}
    where condition_key = 0 and valid_from <= {{ as_of_date() }} and {{ as_of_date() }} < valid_to
),

group_points as (
    select * from {{ ref('int_engagement_groups') }}
    where
        known_on = {{ as_of_date() }}
        and as_of_date = {{ as_of_date() }}
        and cycle_starts_on = {{ start_of_time() }}
),

-- What of today's caps is used up already.
used as (
    select
        rule_days.lead_key,
        rule_days.rule_key,
        sum(rule_days.accepted_count) as accepted_count
    from {{ ref('int_rule_days_accepted') }} as rule_days
    inner join rules on rule_days.rule_key = rules.rule_key
    where
        rule_days.valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < rule_days.valid_to_on
        and rule_days.cycle_starts_on = {{ start_of_time() }}
        and {{ cap_bucket('rule_days.activity_on', 'rules.cap_days') }}
        = {{ cap_bucket(as_of_date(), 'rules.cap_days') }}
    group by rule_days.lead_key, rule_days.rule_key
),

-- Several rules may reward the same activity: their points add up, by group, because each group has its bounds.
gains as (
    select
        leads.lead_key,
        leads.model_key,
        rules.model_id,
        rules.event_type_key,
        rules.group_id,
        sum(rules.points) as points
    from leads
    inner join rules on leads.model_key = rules.model_key
    left join used on leads.lead_key = used.lead_key and rules.rule_key = used.rule_key
    where rules.cap_count is null or coalesce(used.accepted_count, 0) < rules.cap_count
    group by leads.lead_key, leads.model_key, rules.model_id, rules.event_type_key, rules.group_id
),

final as (
    select
        gains.lead_key,
        gains.event_type_key,
        sum(
            {{ clip('coalesce(group_points.unclipped_points, 0) + gains.points', 'bounds.floor', 'bounds.cap') }}
            - coalesce(group_points.points, 0)
        ) as points
    from gains
    left join group_points
        on
            gains.lead_key = group_points.lead_key
            and gains.model_key = group_points.model_key
            and gains.group_id = group_points.group_id
    left join {{ ref('engagement_groups') }} as bounds
        on
            gains.model_id = bounds.model_id
            and gains.group_id = bounds.group_id
            and {{ valid_on('bounds', as_of_date()) }}
    group by gains.lead_key, gains.event_type_key
)

select * from final
