with leads as (
    select * from {{ ref('int_change_leads') }}
),

fit as (
    select * from {{ ref('int_fit_scores') }}
),

assessments as (
    select * from {{ ref('int_fit_assessments') }}
    where status <> 'not_applicable'
),

pairs as (
    select
        leads.lead_key,
        leads.from_on,
        leads.model_then,
        leads.model_now,
        then_fit.assessed_on as assessed_then,
        now_fit.assessed_on as assessed_now,
        coalesce(then_fit.unclipped_points, 0) as points_then,
        coalesce(now_fit.unclipped_points, 0) as points_now
    from leads
    left join fit as then_fit
        on
            leads.lead_key = then_fit.lead_key
            and leads.model_then = then_fit.model_key
            and leads.from_on = then_fit.known_on
            and leads.from_on = then_fit.as_of_date
    left join fit as now_fit
        on
            leads.lead_key = now_fit.lead_key
            and leads.model_now = now_fit.model_key
            and now_fit.known_on = {{ as_of_date() }}
            and now_fit.as_of_date = {{ as_of_date() }}
),

-- Points that changed though the value did not, or with an attribute that came or went: the work of rules.
attribute_changes as (
    select
        pairs.lead_key,
        pairs.from_on,
        assessments.attribute,
        sum(
            case
                when assessments.assessed_on = pairs.assessed_now then assessments.contribution
                else -assessments.contribution
            end
        ) as point_change
    from pairs
    inner join assessments
        on
            pairs.lead_key = assessments.lead_key
            and (
                (pairs.assessed_then = assessments.assessed_on and pairs.model_then = assessments.model_key)
                or (pairs.assessed_now = assessments.assessed_on and pairs.model_now = assessments.model_key)
            )
    where pairs.assessed_then <> pairs.assessed_now
    group by pairs.lead_key, pairs.from_on, assessments.attribute
    having count(*) = 1 or min(coalesce(assessments.value, '')) = max(coalesce(assessments.value, ''))
),

rule_changes as (
    select
        lead_key,
        from_on,
        sum(point_change) as point_change
    from attribute_changes
    group by lead_key, from_on
),

final as (
    select
        pairs.lead_key,
        pairs.from_on,
        {{ clip('pairs.points_then', '0', '100') }} as fit_then,
        {{ clip('pairs.points_then + coalesce(rule_changes.point_change, 0)', '0', '100') }} as fit_ruled,
        {{ clip('pairs.points_now', '0', '100') }} as fit_now
    from pairs
    left join rule_changes on pairs.lead_key = rule_changes.lead_key and pairs.from_on = rule_changes.from_on
)

select * from final
