with rule_days as (
    select accepted.* from {{ ref('int_rule_days_accepted') }} as accepted
    where {{ news_of('accepted') }}
),

rules as (
    select * from {{ ref('int_engagement_rules') }}
),

final as (
    select
        rule_days.lead_key,
        rule_days.model_key,
        rule_days.rule_key,
        rules.group_key,
        rules.decay,
        rules.points,
        rules.decay_days,
        rule_days.accepted_count,
        rule_days.cycle_starts_on,
        rule_days.activity_on,
        rule_days.valid_from_on,
        rule_days.valid_to_on,
        greatest(rule_days.activity_on, rules.valid_from) as counts_from_on,
        least(rules.valid_to, {{ add_days('rule_days.activity_on', 'rules.window_days') }}) as counts_to_on
    from rule_days
    inner join rules on rule_days.rule_key = rules.rule_key
)

select * from final
where counts_from_on < counts_to_on
