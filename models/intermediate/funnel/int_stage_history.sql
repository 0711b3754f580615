with stays as (
    select * from {{ ref('int_stage_stays') }}
),

scores as (
    select * from {{ ref('int_scores_by_date') }}
    where known_on = {{ as_of_date() }} and status = 'active'
),

leads as (
    select * from {{ ref('int_leads_keyed') }}
),

reasons as (
    select * from {{ ref('recycle_reasons') }}
),

final as (
    select
        leads.lead_id,
        stays.stay_no,
        stays.stage,
        stays.cycle_no,
        stays.entry_signal,
        coalesce(reasons.description, stays.reason) as entry_reason,
        scores.model_id,
        ruleset.ruleset_version,
        scores.fit_grade,
        scores.fit_score,
        scores.engagement_score,
        scores.lead_score,
        stays.left_on is null as is_current,
        stays.is_before_creation,
        {{ as_of_date() }} as as_of_date,
        stays.entered_on,
        stays.left_on,
        stays.entered_at
    from stays
    inner join leads on stays.lead_key = leads.lead_key
    cross join {{ ref('int_ruleset') }} as ruleset
    left join scores on stays.lead_key = scores.lead_key and stays.entered_on = scores.as_of_date
    left join reasons
        on
            stays.entered_at is not null
            and lower(trim(stays.reason)) = lower(trim(reasons.reason_id))
            and {{ valid_on('reasons', 'stays.entered_on') }}
)

select * from final
