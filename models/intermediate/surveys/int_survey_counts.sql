with answers as (
    select
        *,
        answer_kind not in ('without_score', 'out_of_scale') as is_valid,
        cast(date_trunc('month', {{ business_date('occurred_at') }}) as date) as answered_month
    from {{ ref('int_survey_answers') }}
),

-- Every answer counts in its month and once more in the total of its question.
periods as (
    select
        *,
        'month' as period_kind,
        answered_month as period_starts_on
    from answers
    union all
    select
        *,
        'all' as period_kind,
        min(answered_month) over (partition by population, survey_kind, survey_id, question_id) as period_starts_on
    from answers
),

-- One voice for each respondent and period: the latest answer that is on the scale.
ordered as (
    select
        *,
        row_number() over (
            partition by
                population, survey_kind, survey_id, question_id, period_kind, period_starts_on, respondent_id, is_valid
            order by occurred_at desc nulls last, response_id asc nulls last
        ) as position_of_answer
    from periods
),

final as (
    select
        population,
        survey_kind,
        survey_id,
        question_id,
        period_kind,
        cast(sum(score) filter (where is_valid and position_of_answer = 1) as bigint) as score_sum,
        period_starts_on,
        count(*) as answers,
        count(*) filter (where is_valid and position_of_answer = 1) as respondents,
        count(*) filter (where answer_kind = 'promoter' and position_of_answer = 1) as promoters,
        count(*) filter (where answer_kind = 'passive' and position_of_answer = 1) as passives,
        count(*) filter (where answer_kind = 'detractor' and position_of_answer = 1) as detractors,
        count(*) filter (where is_valid and position_of_answer > 1) as superseded,
        count(*) filter (where answer_kind = 'out_of_scale') as out_of_scale,
        count(*) filter (where answer_kind = 'without_score') as without_score
    from ordered
    group by population, survey_kind, survey_id, question_id, period_kind, period_starts_on
)

select * from final
