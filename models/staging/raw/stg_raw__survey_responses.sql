with source as (
    select * from {{ source('raw', 'survey_responses') }}
),

final as (
    select
        response_id,
        respondent_id,
        population,
        survey_kind,
        survey_id,
        question_id,
        score,
        comment,
        occurred_at,
        loaded_at,
        _source_file as source_file,
        _load_batch_id as load_batch_id
    from source
)

select * from final
