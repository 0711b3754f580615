with source as (
    select * from {{ source('raw', 'survey_responses') }}
),

placeholders as (
    {{ placeholders_in_lines() }}
),

bounds as (
    {{ time_bounds('survey_responses', ['deleted_at', 'occurred_at', 'loaded_at']) }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        {{ id_in_namespace('response_id', ['occurred_at', 'respondent_id']) }} as response_id,
        case
            when {{ is_placeholder('respondent_id') }} then source.response_id
            else source.respondent_id
        end as respondent_id,
        source.population,
        source.survey_kind,
        source.survey_id,
        source.question_id,
        source.score,
        source.comment,
        source.occurred_at,
        source.id_namespace,
        {{ plausible_time('deleted_at') }} as deleted_at,
        source.loaded_at,
        source._source_file as source_file,
        source._load_batch_id as load_batch_id
    from source
    cross join placeholders
    cross join bounds
    where
        {{ is_given('response_id') }}
        and {{ is_given('respondent_id') }}
        and {{ is_given('population') }}
        and {{ is_given('survey_kind') }}
        and {{ is_plausible_time('occurred_at') }}
        and {{ is_plausible_time('loaded_at') }}
)

select * from final
