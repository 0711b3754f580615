with source as (
    select * from {{ source('raw', 'score_overrides') }}
),

bounds as (
    {{ time_bounds('score_overrides', ['expires_on', 'deleted_at', 'starts_on', 'loaded_at']) }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        source.override_id,
        source.lead_id,
        source.dimension,
        source.points,
        source.author,
        source.reason,
        source.starts_on,
        {{ plausible_end('expires_on') }} as expires_on,
        {{ plausible_time('deleted_at') }} as deleted_at,
        source.loaded_at,
        source._source_file as source_file,
        source._load_batch_id as load_batch_id
    from source
    cross join bounds
    where
        {{ is_given('override_id') }}
        and {{ is_given('lead_id') }}
        and {{ is_given('dimension') }}
        and source.points is not null
        and {{ is_given('author') }}
        and {{ is_given('reason') }}
        and {{ is_plausible_time('starts_on') }}
        and {{ is_plausible_end('expires_on') }}
        and {{ is_plausible_time('loaded_at') }}
)

select * from final
