with scores as (
    select * from {{ ref('int_scores_by_date') }}
    where status = 'active' and as_of_date = known_on
),

models as (
    select * from {{ ref('int_scoring_models') }}
),

final as (
    select
        then_scores.lead_key,
        then_scores.known_on as from_on,
        then_scores.model_key as model_then,
        now_scores.model_key as model_now,
        then_models.fit_weight as weight_then,
        now_models.fit_weight as weight_now,
        then_models.is_additive as is_additive_then,
        now_models.is_additive as is_additive_now,
        then_scores.fit_score as fit_then,
        now_scores.fit_score as fit_now,
        then_scores.engagement_score as engagement_then,
        now_scores.engagement_score as engagement_now,
        then_scores.lead_score as score_then,
        now_scores.lead_score as score_now,
        then_scores.fit_override_points as fit_override_then,
        now_scores.fit_override_points as fit_override_now,
        then_scores.engagement_override_points as engagement_override_then,
        now_scores.engagement_override_points as engagement_override_now,
        then_leads.audience = now_leads.audience as is_same_audience
    from scores as then_scores
    inner join scores as now_scores
        on then_scores.lead_key = now_scores.lead_key and now_scores.known_on = {{ as_of_date() }}
    inner join {{ ref('int_leads_known') }} as then_leads
        on then_scores.lead_key = then_leads.lead_key and then_scores.known_on = then_leads.known_on
    inner join {{ ref('int_leads_known') }} as now_leads
        on now_scores.lead_key = now_leads.lead_key and now_scores.known_on = now_leads.known_on
    inner join models as then_models
        on
            then_scores.model_key = then_models.model_key
            and then_scores.known_on >= then_models.valid_from
            and then_scores.known_on < then_models.valid_to
    inner join models as now_models
        on
            now_scores.model_key = now_models.model_key
            and now_scores.known_on >= now_models.valid_from
            and now_scores.known_on < now_models.valid_to
    where then_scores.known_on < {{ as_of_date() }}
)

select * from final
