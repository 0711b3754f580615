with source as (
    select * from {{ source('raw', 'lead_merges') }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        source.merged_lead_id,
        source.surviving_lead_id,
        source.merged_at,
        {{ plausible_time('lead_merges', 'deleted_at') }} as deleted_at,
        source.loaded_at,
        source._source_file as source_file,
        source._load_batch_id as load_batch_id
    from source
    left join {{ placeholders() }} as no_merged_lead_id
        on {{ is_placeholder('no_merged_lead_id', 'merged_lead_id') }}
    left join {{ placeholders() }} as no_surviving_lead_id
        on {{ is_placeholder('no_surviving_lead_id', 'surviving_lead_id') }}
    where
        no_merged_lead_id.value is null
        and no_surviving_lead_id.value is null
        and {{ is_given('merged_lead_id') }}
        and {{ is_given('surviving_lead_id') }}
        and {{ is_plausible_time('lead_merges', 'merged_at') }}
        and {{ is_plausible_time('lead_merges', 'loaded_at') }}
)

select * from final
