with screened as (
    select
        *,
        score_kind = 'net_promoter' and not is_suppressed as has_net_score
    from {{ ref('int_survey_screened') }}
),

surveys as (
    select
        population,
        survey_id,
        count(distinct question_id) as question_count
    from {{ ref('int_survey_answers') }}
    where survey_id <> ''
    group by population, survey_id
),

-- Rounded as a whole number of ten-thousandths: engines differ in how they round a double.
averaged as (
    select
        *,
        case when not is_suppressed then round(10000 * score_sum / respondents) / 10000 end as average
    from screened
),

final as (
    select
        averaged.population,
        averaged.survey_kind,
        averaged.survey_id,
        averaged.question_id,
        averaged.period_kind,
        averaged.score_kind,
        ruleset.ruleset_version,
        averaged.answers,
        averaged.respondents,
        case when averaged.has_net_score then averaged.promoters end as promoters,
        case when averaged.has_net_score then averaged.passives end as passives,
        case when averaged.has_net_score then averaged.detractors end as detractors,
        averaged.superseded,
        averaged.out_of_scale,
        averaged.without_score,
        cast(
            case
                when averaged.has_net_score
                    then round(10000 * (averaged.promoters - averaged.detractors) / averaged.respondents) / 100
                else averaged.average
            end as decimal(9, 4)
        ) as score,
        cast(averaged.average as decimal(9, 4)) as average,
        surveys.question_count,
        surveys.question_count > averaged.max_questions as is_too_long,
        averaged.is_suppressed,
        {{ as_of_date() }} as as_of_date,
        averaged.period_starts_on
    from averaged
    cross join {{ ref('int_ruleset') }} as ruleset
    left join surveys on averaged.population = surveys.population and averaged.survey_id = surveys.survey_id
)

select * from final
