with rules as (
    select * from {{ ref('int_engagement_rules') }}
),

scores as (
    select * from {{ ref('int_scores_today') }}
),

rule_days as (
    select * from {{ ref('int_rule_days_counting') }}
    where
        valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < valid_to_on
        and counts_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < counts_to_on
        and cycle_starts_on = {{ start_of_time() }}
),

-- Rounded for each day and then summed (scoring semantics 5.4), as the score is: the ledger adds up to it exactly.
contributions as (
    select
        rule_days.lead_key,
        rule_days.model_key,
        rule_days.rule_key,
        cast(sum(rule_days.accepted_count) as bigint) as event_count,
        cast(sum(rule_days.points * rule_days.accepted_count) as decimal(18, 6)) as raw_points,
        {{ points_of_micro('sum(' ~ micro_points('rule_days', as_of_date()) ~ ')') }} as contribution,
        max(rule_days.activity_on) as last_activity_on
    from rule_days
    inner join scores on rule_days.lead_key = scores.lead_key and rule_days.model_key = scores.model_key
    group by rule_days.lead_key, rule_days.model_key, rule_days.rule_key
),

final as (
    select
        contributions.lead_key,
        contributions.model_key,
        'engagement' as dimension,
        'rule' as entry_type,
        rules.rule_id as entry_id,
        cast(null as string) as status,
        rules.group_id,
        rules.rule_id,
        cast(null as string) as attribute_value,
        rules.description
        || case
            when rules.property is null then ''
            else
                ' ('
                || replace(rules.property, '_', ' ')
                || {{ operator_in_words('rules.operator') }}
                || case
                    when rules.value is null then ''
                    when rules.operator = 'between' then ' ' || replace(rules.value, '|', ' and ')
                    else ' ' || replace(rules.value, '|', ', ')
                end
                || ')'
        end
        || case
            when contributions.event_count = 1 then ' once'
            else ' ' || cast(contributions.event_count as string) || ' times'
        end
        || ', last on '
        || cast(contributions.last_activity_on as string) as reason,
        contributions.event_count,
        contributions.raw_points,
        case
            when contributions.raw_points = 0 then cast(0 as decimal(18, 6))
            else {{ exact('cast(contributions.contribution as double) / contributions.raw_points') }}
        end as factor,
        contributions.contribution,
        contributions.last_activity_on
    from contributions
    inner join rules on contributions.rule_key = rules.rule_key
)

select * from final
