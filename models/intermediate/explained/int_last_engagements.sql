with rules as (
    select * from {{ ref('int_engagement_rules') }}
    where valid_from <= {{ as_of_date() }} and {{ as_of_date() }} < valid_to
),

scores as (
    select * from {{ ref('int_scores_today') }}
    where status = 'active'
),

accepted as (
    select
        rule_days.lead_key,
        rules.event_type_key,
        rules.condition_key,
        rule_days.accepted_count,
        rule_days.activity_on,
        max(rule_days.activity_on) over (partition by rule_days.lead_key) as last_activity_on
    from {{ ref('int_rule_days_accepted') }} as rule_days
    inner join scores on rule_days.lead_key = scores.lead_key and rule_days.model_key = scores.model_key
    inner join rules on rule_days.rule_key = rules.rule_key
    where
        rule_days.valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < rule_days.valid_to_on
        and rule_days.cycle_starts_on = {{ start_of_time() }}
        and rule_days.activity_on <= {{ as_of_date() }}
),

-- Several rules may accept the same events: the most that any of them accepts is how many count.
last_days as (
    select
        lead_key,
        event_type_key,
        condition_key,
        activity_on,
        max(accepted_count) as accepted_count
    from accepted
    where activity_on = last_activity_on
    group by lead_key, event_type_key, condition_key, activity_on
),

-- A rule accepts the first events of a day, so the last one that counts is found by its place in the day.
ordered as (
    select
        last_days.lead_key,
        last_days.accepted_count,
        events.occurred_at,
        row_number() over (
            partition by last_days.lead_key, last_days.event_type_key, last_days.condition_key
            order by events.occurred_at asc nulls last
        ) as position_in_day
    from {{ ref('int_events_counted') }} as events
    inner join last_days
        on
            events.lead_key = last_days.lead_key
            and events.event_type_key = last_days.event_type_key
            and events.activity_on = last_days.activity_on
    left join {{ ref('int_event_conditions') }} as conditions
        on
            events.event_id = conditions.event_id
            and last_days.condition_key = conditions.condition_key
            and events.valid_from_on >= conditions.valid_from_on
            and events.valid_from_on < conditions.valid_to_on
    where
        events.valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < events.valid_to_on
        and (last_days.condition_key = 0 or conditions.event_id is not null)
),

final as (
    select
        lead_key,
        max(occurred_at) as last_engaged_at
    from ordered
    where position_in_day <= accepted_count
    group by lead_key
)

select * from final
