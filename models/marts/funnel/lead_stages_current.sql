with stays as (
    select * from {{ ref('lead_stage_history') }}
    where is_current
),

final as (
    select
        stays.lead_id,
        stays.stage,
        stays.cycle_no,
        scores.fit_grade,
        scores.engagement_band,
        scores.segment,
        stays.ruleset_version,
        stays.entered_on
    from stays
    left join {{ ref('lead_scores') }} as scores on stays.lead_id = scores.lead_id
)

select * from final
