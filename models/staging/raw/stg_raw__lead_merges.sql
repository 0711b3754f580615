with source as (
    select * from {{ source('raw', 'lead_merges') }}
),

placeholders as (
    {{ placeholders_in_lines() }}
),

bounds as (
    {{ time_bounds('lead_merges', ['deleted_at', 'merged_at', 'loaded_at']) }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        source.merged_lead_id,
        source.surviving_lead_id,
        source.merged_at,
        {{ plausible_time('deleted_at') }} as deleted_at,
        source.loaded_at,
        source._source_file as source_file,
        source._load_batch_id as load_batch_id
    from source
    cross join placeholders
    cross join bounds
    where
        not {{ is_placeholder('merged_lead_id') }}
        and not {{ is_placeholder('surviving_lead_id') }}
        and {{ is_given('merged_lead_id') }}
        and {{ is_given('surviving_lead_id') }}
        and {{ is_plausible_time('merged_at') }}
        and {{ is_plausible_time('loaded_at') }}
)

select * from final
