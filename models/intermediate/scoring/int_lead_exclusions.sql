with rules as (
    select
        *,
        {{ low_operand('exclusion_rules') }} as operand,
        {{ high_operand('exclusion_rules') }} as operand_high
    from {{ ref('exclusion_rules') }} as exclusion_rules
    where {{ valid_on('exclusion_rules', as_of_date()) }}
),

matches as (
    select * from {{ ref('int_predicate_matches') }}
    where is_match
),

profile_matches as (
    select
        lead_attributes.lead_key,
        rules.rule_id
    from {{ ref('int_lead_attributes') }} as lead_attributes
    inner join rules on lead_attributes.attribute = rules.match_field
    inner join matches
        on
            rules.operator = matches.operator
            and coalesce(rules.operand, '') = coalesce(matches.operand, '')
            and coalesce(rules.operand_high, '') = coalesce(matches.operand_high, '')
            and coalesce(lead_attributes.value, '') = coalesce(matches.value, '')
),

event_matches as (
    select
        counts.lead_key,
        rules.rule_id
    from {{ ref('int_engagement_counts_known') }} as counts
    inner join {{ ref('int_event_types') }} as event_types on counts.event_type_key = event_types.event_type_key
    inner join matches on event_types.event_type = matches.value
    inner join rules
        on
            rules.match_field = 'event_type'
            and matches.operator = rules.operator
            and coalesce(matches.operand, '') = coalesce(rules.operand, '')
            and coalesce(matches.operand_high, '') = coalesce(rules.operand_high, '')
    where
        counts.known_on = {{ as_of_date() }}
        and counts.condition_key = 0
        and (
            rules.window_days is null
            or {{ day_difference(as_of_date(), 'counts.activity_on') }} < rules.window_days
        )
    group by counts.lead_key, rules.rule_id, rules.min_count, rules.min_days
    having
        sum(counts.event_count) >= coalesce(rules.min_count, 1)
        and count(distinct counts.activity_on) >= coalesce(rules.min_days, 1)
),

ranked as (
    select
        rules.*,
        found.lead_key,
        row_number() over (
            partition by found.lead_key order by rules.precedence asc nulls last, rules.rule_id asc nulls last
        ) as position_of_rule
    from (
        select * from profile_matches
        union distinct
        select * from event_matches
    ) as found
    inner join rules on found.rule_id = rules.rule_id
),

final as (
    select
        lead_key,
        rule_id,
        kind,
        segment,
        recommended_action
    from ranked
    where position_of_rule = 1
)

select * from final
