with states as (
    select * from {{ ref('int_lead_states') }}
),

{% if is_incremental() %}
    kept as (
        select * from {{ this }}
    ),

    later as (
        select min(as_of_date) as next_date from kept
        where as_of_date > {{ as_of_date() }}
    ),

    standing as (
        select
            kept.*,
            later.next_date,
            {{ history_state() }} as state,
            row_number() over (partition by kept.lead_id order by kept.as_of_date desc nulls last) as position_of_row
        from kept
        inner join later on kept.as_of_date <= later.next_date
    ),

{% endif %}

dated as (
    select
        lead_id,
        as_of_date,
        {{ history_state() }} as state
    from states
    {% if is_incremental() %}
        union all
        select
            lead_id,
            max(as_of_date) as as_of_date,
            max_by({{ history_state() }}, as_of_date) as state
        from kept
        where kept.as_of_date < {{ published_from() }}
        group by lead_id
    {% endif %}
),

followed as (
    select
        *,
        lag(state) over (partition by lead_id order by as_of_date asc nulls last) as state_before,
        lead(as_of_date) over (partition by lead_id order by as_of_date asc nulls last) is null as is_last
    from dated
),

final as (
    select
        states.lead_id,
        states.as_of_date,
        states.model_id,
        states.ruleset_version,
        states.fit_grade,
        states.lifecycle_stage,
        states.segment,
        states.not_scored_reason,
        states.engagement_band,
        states.fit_score,
        states.engagement_score,
        states.lead_score,
        states.shadow_score
    from states
    inner join followed on states.lead_id = followed.lead_id and states.as_of_date = followed.as_of_date
    where coalesce(states.engagement_score, 0) <> 0 or followed.state is distinct from followed.state_before
    {% if is_incremental() %}
        -- A silent lead has no row on the next date while its state was the same before. If it is not now, it gets one.
        union all
        select
            standing.lead_id,
            standing.next_date as as_of_date,
            standing.model_id,
            standing.ruleset_version,
            standing.fit_grade,
            standing.lifecycle_stage,
            standing.segment,
            standing.not_scored_reason,
            standing.engagement_band,
            standing.fit_score,
            standing.engagement_score,
            standing.lead_score,
            standing.shadow_score
        from standing
        left join followed on standing.lead_id = followed.lead_id and followed.is_last
        where
            standing.position_of_row = 1
            and standing.as_of_date < standing.next_date
            and coalesce(standing.engagement_score, 0) = 0
            and standing.state is distinct from followed.state
    {% endif %}
)

select * from final
