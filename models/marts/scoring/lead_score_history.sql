with scores as (
    select * from {{ ref('lead_scores') }}
),

{% if is_incremental() %}
    earlier as (
        select
            *,
            row_number() over (partition by lead_id order by as_of_date desc nulls last) as position_of_row
        from {{ this }}
        where as_of_date < {{ as_of_date() }}
    ),

    unchanged as (
        select scores.lead_id
        from scores
        inner join earlier on scores.lead_id = earlier.lead_id and earlier.position_of_row = 1
        where
            coalesce(scores.engagement_score, 0) = 0
            and scores.engagement_score is not distinct from earlier.engagement_score
            and scores.fit_score is not distinct from earlier.fit_score
            and scores.model_id is not distinct from earlier.model_id
            and scores.engagement_band is not distinct from earlier.engagement_band
            and scores.fit_grade is not distinct from earlier.fit_grade
            and scores.lifecycle_stage is not distinct from earlier.lifecycle_stage
            and scores.segment = earlier.segment
            and scores.not_scored_reason is not distinct from earlier.not_scored_reason
            and scores.ruleset_version = earlier.ruleset_version
    ),

{% endif %}

final as (
    select
        scores.lead_id,
        scores.as_of_date,
        scores.model_id,
        scores.ruleset_version,
        scores.fit_grade,
        scores.lifecycle_stage,
        scores.segment,
        scores.not_scored_reason,
        scores.engagement_band,
        scores.fit_score,
        scores.engagement_score,
        scores.lead_score,
        scores.shadow_score
    from scores
    {% if is_incremental() %}
        left join unchanged on scores.lead_id = unchanged.lead_id
        where unchanged.lead_id is null
    {% endif %}
)

select * from final
