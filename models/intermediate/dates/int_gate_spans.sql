-- From one turning date to the day before the next, or to the end of the cycle.
with scores as (
    select
        turning_scores.*,
        {{ overridden_score('turning_scores.most_points', 'turning_scores.override_points') }} as most_score
    from {{ ref('int_turning_scores') }} as turning_scores
    where turning_scores.is_gate_date and {{ news_of('turning_scores') }}
),

thresholds as (
    select * from {{ ref('stage_thresholds') }}
),

raised as (
    select distinct
        scores.lead_key,
        scores.cycle_starts_on,
        scores.as_of_date
    from scores
    inner join {{ ref('int_hand_raises') }} as hand_raises
        on
            scores.lead_key = hand_raises.lead_key
            and scores.model_key = hand_raises.model_key
            and scores.cycle_starts_on = hand_raises.cycle_starts_on
            and scores.as_of_date >= hand_raises.stands_from_on
            and scores.as_of_date < hand_raises.stands_to_on
),

lowest_enter as (
    select min(threshold_value) as points from thresholds
    where threshold_id = 'mql_enter'
),

-- Most leads never come near the gate.
within_reach as (
    select
        scores.lead_key,
        scores.cycle_starts_on
    from scores
    cross join lowest_enter
    where scores.most_score >= lowest_enter.points
    union distinct
    select
        lead_key,
        cycle_starts_on
    from raised
),

final as (
    select
        scores.lead_key,
        scores.model_key,
        scores.cycle_starts_on,
        scores.as_of_date as from_on,
        scores.is_mixed,
        raised.lead_key is not null as is_raised,
        scores.unclipped_points,
        scores.most_points,
        scores.override_points,
        scores.most_score,
        enough_points.threshold_value as enter_points,
        least_points.threshold_value as exit_points,
        coalesce(
            {{ add_days(
                'lead(scores.as_of_date) over ('
                ~ 'partition by scores.lead_key, scores.cycle_starts_on order by scores.as_of_date asc nulls last)', -1
            ) }},
            cycles.ends_on
        ) as to_on
    from scores
    inner join within_reach
        on scores.lead_key = within_reach.lead_key and scores.cycle_starts_on = within_reach.cycle_starts_on
    inner join {{ ref('int_stage_cycles') }} as cycles
        on scores.lead_key = cycles.lead_key and scores.cycle_starts_on = cycles.cycle_starts_on
    left join raised
        on
            scores.lead_key = raised.lead_key
            and scores.cycle_starts_on = raised.cycle_starts_on
            and scores.as_of_date = raised.as_of_date
    left join thresholds as enough_points
        on enough_points.threshold_id = 'mql_enter' and {{ valid_on('enough_points', 'scores.as_of_date') }}
    left join thresholds as least_points
        on least_points.threshold_id = 'mql_exit' and {{ valid_on('least_points', 'scores.as_of_date') }}
)

select * from final
