-- A score rises only where something begins or something negative ends, and the gate moves by itself only where what it
-- asks for changes. Between two of these dates points only fade.
with cycles as (
    select * from {{ ref('int_stage_cycles') }}
    where opens_on <= ends_on
),

rule_days as (
    select counting.* from {{ ref('int_rule_days_counting') }} as counting
    where counting.valid_from_on <= {{ as_of_date() }} and {{ as_of_date() }} < counting.valid_to_on
),

hand_raises as (
    select * from {{ ref('int_hand_raises') }}
),

dated as (
    select
        counts.lead_key,
        {{ start_of_time() }} as cycle_starts_on,
        counts.activity_on as as_of_date,
        true as is_activity_date
    from {{ ref('int_engagement_counts_known') }} as counts
    where counts.condition_key = 0 and {{ news_of('counts', 'activity_on') }}
    union all
    -- a later version of a rule, or a later cycle, whose activity dates are not those of the lead
    select
        lead_key,
        cycle_starts_on,
        counts_from_on as as_of_date,
        false as is_activity_date
    from rule_days
    where counts_from_on > activity_on or cycle_starts_on > {{ start_of_time() }}
    union all
    select
        lead_key,
        cycle_starts_on,
        counts_to_on as as_of_date,
        false as is_activity_date
    from rule_days
    where points < 0
    union all
    select
        lead_key,
        cycle_starts_on,
        stands_from_on as as_of_date,
        false as is_activity_date
    from hand_raises
    union all
    select
        lead_key,
        cycle_starts_on,
        stands_to_on as as_of_date,
        false as is_activity_date
    from hand_raises
    union all
    select
        cycles.lead_key,
        cycles.cycle_starts_on,
        turns.turns_on as as_of_date,
        false as is_activity_date
    from cycles
    inner join {{ ref('int_lead_turns') }} as turns on cycles.lead_key = turns.lead_key
    union all
    select
        lead_key,
        cycle_starts_on,
        opens_on as as_of_date,
        false as is_activity_date
    from cycles
),

final as (
    select
        dated.lead_key,
        dated.cycle_starts_on,
        dated.as_of_date,
        bool_or(dated.is_activity_date) as is_activity_date,
        bool_or(coalesce(dated.as_of_date >= cycles.opens_on and dated.as_of_date <= cycles.ends_on, false))
            as is_gate_date
    from dated
    left join cycles on dated.lead_key = cycles.lead_key and dated.cycle_starts_on = cycles.cycle_starts_on
    where
        dated.as_of_date <= {{ as_of_date() }}
        and {{ news_of('dated', 'as_of_date') }}
    group by dated.lead_key, dated.cycle_starts_on, dated.as_of_date
)

select * from final
where is_activity_date or is_gate_date
