with stays as (
    select * from {{ ref('int_stage_history') }}
),

final as (
    select
        lead_id,
        stay_no,
        stage,
        cycle_no,
        entry_signal,
        entry_reason,
        model_id,
        ruleset_version,
        fit_grade,
        fit_score,
        engagement_score,
        lead_score,
        is_current,
        is_before_creation,
        as_of_date,
        entered_on,
        left_on,
        entered_at
    from stays
)

select * from final
