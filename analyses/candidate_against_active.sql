-- How would scores move if the candidate model were the active one?
with scores as (
    select * from {{ ref('int_scores_today') }}
),

final as (
    select
        candidate.model_id,
        active.engagement_band as active_band,
        candidate.engagement_band as candidate_band,
        count(*) as lead_count,
        avg(candidate.lead_score - active.lead_score) as mean_change
    from scores as candidate
    inner join scores as active on candidate.lead_key = active.lead_key and active.status = 'active'
    where candidate.status = 'candidate'
    group by candidate.model_id, active.engagement_band, candidate.engagement_band
)

select * from final
order by model_id asc nulls last, active_band asc nulls last, candidate_band asc nulls last
