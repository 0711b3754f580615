with source as (
    select * from {{ source('raw', 'identity_links') }}
),

placeholders as (
    {{ placeholders_in_lines() }}
),

bounds as (
    {{ time_bounds('identity_links', ['deleted_at', 'linked_at', 'loaded_at']) }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        source.anonymous_id,
        source.lead_id,
        source.linked_at,
        {{ plausible_time('deleted_at') }} as deleted_at,
        source.loaded_at,
        source._source_file as source_file,
        source._load_batch_id as load_batch_id
    from source
    cross join placeholders
    cross join bounds
    where
        not {{ is_placeholder('anonymous_id') }}
        and not {{ is_placeholder('lead_id') }}
        and {{ is_given('anonymous_id') }}
        and {{ is_given('lead_id') }}
        and {{ is_plausible_time('linked_at') }}
        and {{ is_plausible_time('loaded_at') }}
)

select * from final
