with evidence as (
    select * from {{ ref('int_exclusion_evidence') }}
),

rules as (
    select * from {{ ref('exclusion_rules') }}
),

changes as (
    select
        evidence.*,
        evidence.activity_on as changed_on,
        evidence.event_count as count_change
    from evidence
    union all
    select
        evidence.*,
        evidence.ended_on as changed_on,
        -evidence.event_count as count_change
    from evidence
    where evidence.ended_on is not null
),

daily as (
    select
        known_on,
        lead_key,
        rule_id,
        rule_valid_from,
        activity_on,
        changed_on,
        sum(count_change) as count_change
    from changes
    group by known_on, lead_key, rule_id, rule_valid_from, activity_on, changed_on
),

-- A day counts while any of its events does.
days as (
    select
        *,
        sum(count_change) over (
            partition by known_on, lead_key, rule_id, rule_valid_from, activity_on order by changed_on asc nulls last
            rows between unbounded preceding and current row
        ) as day_count
    from daily
),

changed as (
    select
        known_on,
        lead_key,
        rule_id,
        rule_valid_from,
        changed_on,
        sum(count_change) as count_change,
        sum(case when changed_on = activity_on then 1 when day_count = 0 then -1 else 0 end) as day_change
    from days
    group by known_on, lead_key, rule_id, rule_valid_from, changed_on
),

running as (
    select
        *,
        sum(count_change) over (
            partition by known_on, lead_key, rule_id, rule_valid_from order by changed_on asc nulls last
            rows between unbounded preceding and current row
        ) as event_count,
        sum(day_change) over (
            partition by known_on, lead_key, rule_id, rule_valid_from order by changed_on asc nulls last
            rows between unbounded preceding and current row
        ) as day_count,
        lead(changed_on) over (
            partition by known_on, lead_key, rule_id, rule_valid_from order by changed_on asc nulls last
        ) as next_changed_on
    from changed
),

final as (
    select
        running.known_on,
        running.lead_key,
        running.rule_id,
        running.rule_valid_from,
        greatest(running.changed_on, rules.valid_from) as valid_from_on,
        least(
            coalesce(running.next_changed_on, {{ end_of_time() }}), coalesce(rules.valid_to, {{ end_of_time() }})
        ) as valid_to_on
    from running
    inner join rules on running.rule_id = rules.rule_id and running.rule_valid_from = rules.valid_from
    where
        running.event_count >= coalesce(rules.min_count, 1) and running.day_count >= coalesce(rules.min_days, 1)
)

select * from final
where valid_from_on < valid_to_on
