with evaluated as (
    select
        engagement.lead_key,
        engagement.model_key,
        engagement.cycle_starts_on,
        engagement.as_of_date,
        engagement.engagement_score,
        scores.fit_grade,
        enough_points.threshold_value as enter_points,
        least_points.threshold_value as exit_points
    from {{ ref('int_engagement_scores') }} as engagement
    inner join {{ ref('int_stage_cycles') }} as cycles
        on
            engagement.lead_key = cycles.lead_key
            and engagement.cycle_starts_on = cycles.cycle_starts_on
            and engagement.as_of_date >= cycles.opens_on and engagement.as_of_date <= cycles.ends_on
    inner join {{ ref('int_scores_by_date') }} as scores on {{ same_date_scored('engagement', 'scores') }}
    left join {{ ref('stage_thresholds') }} as enough_points
        on enough_points.threshold_id = 'mql_enter' and {{ valid_on('enough_points', 'engagement.as_of_date') }}
    left join {{ ref('stage_thresholds') }} as least_points
        on least_points.threshold_id = 'mql_exit' and {{ valid_on('least_points', 'engagement.as_of_date') }}
    where
        engagement.known_on = {{ as_of_date() }} and engagement.is_active_model
        and {{ news_of('engagement', 'as_of_date') }}
),

raised as (
    select
        evaluated.lead_key,
        evaluated.cycle_starts_on,
        evaluated.as_of_date,
        hand_raises.description,
        case when hand_raises.raised_on = evaluated.as_of_date then hand_raises.raised_at end as raised_at,
        row_number() over (
            partition by evaluated.lead_key, evaluated.cycle_starts_on, evaluated.as_of_date
            order by
                case when hand_raises.raised_on = evaluated.as_of_date then hand_raises.raised_at end asc nulls last,
                hand_raises.raised_at desc nulls last, hand_raises.event_type asc nulls last
        ) as position_of_raise
    from evaluated
    inner join {{ ref('int_hand_raises') }} as hand_raises
        on
            evaluated.lead_key = hand_raises.lead_key
            and evaluated.model_key = hand_raises.model_key
            and evaluated.cycle_starts_on = hand_raises.cycle_starts_on
            and evaluated.as_of_date >= hand_raises.stands_from_on
            and evaluated.as_of_date < hand_raises.stands_to_on
),

judged as (
    select
        evaluated.*,
        raised.description,
        raised.raised_at,
        raised.lead_key is not null as is_raised,
        exclusions.lead_key is null
        and evaluated.engagement_score > 0
        and (
            (evaluated.engagement_score >= evaluated.enter_points and grades.mql_by_score)
            or (raised.lead_key is not null and grades.mql_by_hand_raise)
        ) as is_open
    from evaluated
    inner join {{ ref('int_grades__by_model') }} as grades
        on
            evaluated.model_key = grades.model_key and evaluated.fit_grade = grades.grade
            and {{ valid_on('grades', 'evaluated.as_of_date') }}
    left join raised
        on
            evaluated.lead_key = raised.lead_key
            and evaluated.cycle_starts_on = raised.cycle_starts_on
            and evaluated.as_of_date = raised.as_of_date
            and raised.position_of_raise = 1
    left join {{ ref('int_lead_exclusions') }} as exclusions
        on
            evaluated.lead_key = exclusions.lead_key
            and evaluated.as_of_date = exclusions.as_of_date and exclusions.known_on = {{ as_of_date() }}
),

final as (
    select
        lead_key,
        cycle_starts_on,
        as_of_date,
        case when is_open and is_raised then raised_at end as opened_at,
        case
            when is_open and is_raised then 'hand_raised'
            when is_open then 'score_reached'
            when engagement_score < exit_points then 'score_fell'
        end as entry_signal,
        case
            when is_open and is_raised then description
            when is_open
                then
                    'engagement ' || cast(cast(engagement_score as decimal(18, 2)) as string)
                    || ' reached ' || {{ plain_number('enter_points') }}
        end as reason
    from judged
)

select * from final
