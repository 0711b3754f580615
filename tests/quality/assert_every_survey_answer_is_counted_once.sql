-- The months of survey_scores have every visible answer once, and so have the totals.
with expected as (
    select count(*) as answers
    from (
        select
            response_id,
            question_id
        from {{ ref('stg_raw__survey_responses') }}
        where {{ told_on('occurred_at') }} <= {{ as_of_date() }}
        group by response_id, question_id
        having
            coalesce(
                max(case when deleted_at is not null then loaded_at end)
                < max(case when deleted_at is null then loaded_at end),
                max(case when deleted_at is null then loaded_at end) is not null
            )
    ) as visible
),

final as (
    select
        expected.answers as expected_answers,
        coalesce(sum(scores.answers) filter (where scores.period_kind = 'month'), 0) as answers_by_month,
        coalesce(sum(scores.answers) filter (where scores.period_kind = 'all'), 0) as answers_in_total
    from expected
    left join {{ ref('survey_scores') }} as scores on true
    group by expected.answers
)

select * from final
where answers_by_month is distinct from expected_answers or answers_in_total is distinct from expected_answers
