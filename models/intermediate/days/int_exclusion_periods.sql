with rules as (
    select
        *,
        {{ low_operand('exclusion_rules') }} as operand,
        {{ high_operand('exclusion_rules') }} as operand_high
    from {{ ref('exclusion_rules') }} as exclusion_rules
    where exclusion_rules.match_field = 'event_type'
),

matched as (
    select
        score_dates.known_on,
        counts.lead_key,
        rules.rule_id,
        rules.valid_from,
        rules.valid_to,
        rules.min_count,
        rules.min_days,
        rules.window_days,
        counts.activity_on,
        sum(counts.event_count) as event_count
    from {{ ref('int_engagement_counts_daily') }} as counts
    inner join {{ ref('int_score_dates') }} as score_dates on counts.changed_on <= score_dates.known_on
    inner join {{ ref('int_event_types') }} as event_types on counts.event_type_key = event_types.event_type_key
    inner join {{ ref('int_property_matches') }} as matches on event_types.event_type = matches.value
    inner join rules
        on
            matches.operator = rules.operator and coalesce(matches.operand, '') = coalesce(rules.operand, '')
            and coalesce(matches.operand_high, '') = coalesce(rules.operand_high, '')
    where counts.condition_key = 0 and matches.is_match
    group by
        score_dates.known_on, counts.lead_key, rules.rule_id, rules.valid_from, rules.valid_to, rules.min_count,
        rules.min_days, rules.window_days, counts.activity_on
    having sum(counts.event_count) > 0
),

changes as (
    select
        matched.*,
        matched.activity_on as changed_on,
        matched.event_count as count_change,
        1 as day_change
    from matched
    union all
    select
        matched.*,
        {{ add_days('matched.activity_on', 'matched.window_days') }} as changed_on,
        -matched.event_count as count_change,
        -1 as day_change
    from matched
    where matched.window_days is not null
),

daily as (
    select
        known_on,
        lead_key,
        rule_id,
        valid_from,
        valid_to,
        min_count,
        min_days,
        changed_on,
        sum(count_change) as count_change,
        sum(day_change) as day_change
    from changes
    group by known_on, lead_key, rule_id, valid_from, valid_to, min_count, min_days, changed_on
),

running as (
    select
        *,
        sum(count_change) over (
            partition by known_on, lead_key, rule_id, valid_from order by changed_on asc nulls last
            rows between unbounded preceding and current row
        ) as event_count,
        sum(day_change) over (
            partition by known_on, lead_key, rule_id, valid_from order by changed_on asc nulls last
            rows between unbounded preceding and current row
        ) as day_count,
        lead(changed_on) over (
            partition by known_on, lead_key, rule_id, valid_from order by changed_on asc nulls last
        ) as next_changed_on
    from daily
),

final as (
    select
        known_on,
        lead_key,
        rule_id,
        valid_from as rule_valid_from,
        greatest(changed_on, valid_from) as valid_from_on,
        least(coalesce(next_changed_on, {{ end_of_time() }}), coalesce(valid_to, {{ end_of_time() }})) as valid_to_on
    from running
    where event_count >= coalesce(min_count, 1) and day_count >= coalesce(min_days, 1)
)

select * from final
where valid_from_on < valid_to_on
