with rule_days as (
    select accepted.* from {{ ref('int_rule_days_accepted') }} as accepted
    where
        accepted.valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < accepted.valid_to_on
        and accepted.cycle_starts_on = {{ start_of_time() }}
        and {{ is_renewed('accepted') }}
),

rules as (
    select * from {{ ref('int_engagement_rules') }}
    where points > 0
),

models as (
    select * from {{ ref('int_scoring_models') }}
    where status = 'active'
),

-- Points count by the model that was active on the day, for the audience of the profile of that day.
final as (
    select
        rule_days.lead_key,
        min(greatest(rule_days.activity_on, creations.created_on)) as engaged_on
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
    group by rule_days.lead_key
)

select * from final
