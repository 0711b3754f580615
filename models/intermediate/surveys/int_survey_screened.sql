with scales as (
    select * from {{ ref('survey_scales') }} as survey_scales
    where {{ valid_on('survey_scales', as_of_date()) }}
),

measured as (
    select
        counts.*,
        scales.min_respondents,
        scales.max_questions,
        case
            when scales.promoter_from is not null then 'net_promoter'
            when scales.survey_kind is not null then 'average'
        end as score_kind,
        scales.survey_kind is null or counts.respondents < scales.min_respondents as is_small
    from {{ ref('int_survey_counts') }} as counts
    left join scales on counts.population = scales.population and counts.survey_kind = scales.survey_kind
),

compared as (
    select
        *,
        sum(case when is_small then respondents else 0 end) over (
            partition by population, survey_kind, survey_id, question_id, period_kind
        ) as hidden_respondents,
        row_number() over (
            partition by population, survey_kind, survey_id, question_id, period_kind, is_small
            order by respondents asc nulls last, period_starts_on desc nulls last
        ) as position_by_size
    from measured
),

-- The total less the months shown must not reveal the hidden ones, in which one person may have answered several
-- times: so the smallest month that could be shown is hidden too.
final as (
    select
        population,
        survey_kind,
        survey_id,
        question_id,
        period_kind,
        score_kind,
        answers,
        respondents,
        promoters,
        passives,
        detractors,
        superseded,
        out_of_scale,
        without_score,
        score_sum,
        max_questions,
        period_starts_on,
        is_small
        or (position_by_size = 1 and hidden_respondents > 0) as is_suppressed
    from compared
)

select * from final
