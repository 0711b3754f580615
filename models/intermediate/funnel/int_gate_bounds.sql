with cycles as (
    select * from {{ ref('int_stage_cycles') }}
    where opens_on <= ends_on or anchor_on = {{ start_of_time() }}
),

thresholds as (
    select max(threshold_value) filter (where threshold_id = 'mql_enter') as highest_enter
    from {{ ref('stage_thresholds') }}
),

changes as (
    select
        rule_days.lead_key,
        rule_days.anchor_on,
        rule_days.activity_on as changed_on,
        rules.points * rule_days.accepted_count as point_change
    from {{ ref('int_rule_days_accepted') }} as rule_days
    inner join {{ ref('int_engagement_rules') }} as rules on rule_days.rule_key = rules.rule_key
    where rule_days.known_on = {{ as_of_date() }} and rules.points > 0
    union all
    select
        rule_days.lead_key,
        rule_days.anchor_on,
        {{ add_days('rule_days.activity_on', 'rules.window_days') }} as changed_on,
        -rules.points * rule_days.accepted_count as point_change
    from {{ ref('int_rule_days_accepted') }} as rule_days
    inner join {{ ref('int_engagement_rules') }} as rules on rule_days.rule_key = rules.rule_key
    where rule_days.known_on = {{ as_of_date() }} and rules.points > 0 and rules.window_days is not null
    union all
    select
        hand_raises.lead_key,
        hand_raises.anchor_on,
        hand_raises.stands_from_on as changed_on,
        thresholds.highest_enter as point_change
    from {{ ref('int_hand_raises') }} as hand_raises
    cross join thresholds
    union all
    select
        hand_raises.lead_key,
        hand_raises.anchor_on,
        hand_raises.stands_to_on as changed_on,
        -thresholds.highest_enter as point_change
    from {{ ref('int_hand_raises') }} as hand_raises
    cross join thresholds
    union all
    select
        cycles.lead_key,
        cycles.anchor_on,
        overrides.starts_on as changed_on,
        overrides.points as point_change
    from {{ ref('int_overrides_resolved') }} as overrides
    inner join cycles on overrides.lead_key = cycles.lead_key
    where overrides.known_on = {{ as_of_date() }} and overrides.dimension = 'engagement' and overrides.points > 0
),

daily as (
    select
        lead_key,
        anchor_on,
        changed_on,
        sum(point_change) as point_change
    from changes
    group by lead_key, anchor_on, changed_on
),

final as (
    select
        lead_key,
        anchor_on,
        changed_on as bound_from_on,
        coalesce(
            lead(changed_on) over (partition by lead_key, anchor_on order by changed_on asc nulls last),
            {{ end_of_time() }}
        ) as bound_to_on,
        sum(point_change) over (
            partition by lead_key, anchor_on order by changed_on asc nulls last
            rows between unbounded preceding and current row
        ) as upper_bound
    from daily
)

select * from final
