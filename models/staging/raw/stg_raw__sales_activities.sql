with source as (
    select * from {{ source('raw', 'sales_activities') }}
),

placeholders as (
    {{ placeholders_in_lines() }}
),

bounds as (
    {{ time_bounds('sales_activities', ['deleted_at', 'occurred_at', 'loaded_at']) }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        {{ id_in_namespace('activity_id', ['activity_type', 'occurred_at', 'lead_id']) }} as activity_id,
        source.lead_id,
        source.owner_id,
        source.activity_type,
        source.reason,
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
        {{ is_given('activity_id') }}
        and {{ is_given('lead_id') }}
        and {{ is_given('activity_type') }}
        and {{ is_plausible_time('occurred_at') }}
        and {{ is_plausible_time('loaded_at') }}
)

select * from final
