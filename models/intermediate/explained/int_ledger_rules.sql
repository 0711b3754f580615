with contributions as (
    select * from {{ ref('int_engagement_contributions') }}
),

rules as (
    select * from {{ ref('int_engagement_rules') }}
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
