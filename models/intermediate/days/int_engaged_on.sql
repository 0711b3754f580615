with rule_days as (
    select accepted.* from {{ ref('int_rule_days_accepted') }} as accepted
    where
        accepted.valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < accepted.valid_to_on
        and accepted.cycle_starts_on = {{ start_of_time() }}
        and {{ news_of('accepted') }}
),

rules as (
    select * from {{ ref('int_engagement_rules') }}
    where gives_points
),

models as (
    select * from {{ ref('int_scoring_models') }}
    where status = 'active'
),

-- Points count by the model that was active on the day, for the audience of the profile of that day.
ranked as (
    select
        rule_days.lead_key,
        rules.event_type_key,
        rules.condition_key,
        rule_days.activity_on,
        creations.created_on,
        creations.created_at,
        dense_rank() over (
            partition by rule_days.lead_key
            order by
                greatest(rule_days.activity_on, creations.created_on) asc nulls last,
                rule_days.activity_on asc nulls last
        ) as position_of_day
    from rule_days
    inner join rules
        on
            rule_days.rule_key = rules.rule_key
            and rule_days.activity_on >= rules.valid_from
            and rule_days.activity_on < rules.valid_to
    inner join {{ ref('int_lead_creations') }} as creations on rule_days.lead_key = creations.lead_key
    inner join {{ ref('int_leads_keyed') }} as leads on rule_days.lead_key = leads.lead_key
    inner join {{ ref('int_lead_profiles') }} as profiles
        on
            leads.lead_id = profiles.lead_id
            and greatest(rule_days.activity_on, creations.first_seen_on) >= profiles.valid_from_on
            and greatest(rule_days.activity_on, creations.first_seen_on) < profiles.valid_to_on
    inner join models
        on
            profiles.audience = models.audience
            and rule_days.model_key = models.model_key
            and rule_days.activity_on >= models.valid_from
            and rule_days.activity_on < models.valid_to
    where rule_days.accepted_count > 0 and rule_days.activity_on <= {{ as_of_date() }}
),

-- Of a day that earned points the first event that a rule counts is always among those accepted.
first_days as (
    select
        ranked.lead_key,
        max(greatest(ranked.activity_on, ranked.created_on)) as engaged_on,
        max(case when ranked.activity_on < ranked.created_on then ranked.created_at end) as created_later_at,
        min(events.occurred_at) as acted_at
    from ranked
    inner join {{ ref('int_events_counted') }} as events
        on
            ranked.lead_key = events.lead_key
            and ranked.event_type_key = events.event_type_key
            and ranked.activity_on = events.activity_on
            and events.valid_from_on <= {{ as_of_date() }}
            and events.valid_to_on > {{ as_of_date() }}
    left join {{ ref('int_event_conditions') }} as conditions
        on
            events.event_id = conditions.event_id
            and ranked.condition_key = conditions.condition_key
            and events.valid_from_on >= conditions.valid_from_on
            and events.valid_from_on < conditions.valid_to_on
    where ranked.position_of_day = 1 and (ranked.condition_key = 0 or conditions.event_id is not null)
    group by ranked.lead_key
),

final as (
    select
        lead_key,
        engaged_on,
        coalesce(created_later_at, acted_at) as engaged_at
    from first_days
)

select * from final
