with source as (
    select * from {{ source('raw', 'opportunities') }}
),

placeholders as (
    {{ placeholders_in_lines() }}
),

bounds as (
    {{ time_bounds('opportunities', ['created_at', 'closed_at', 'deleted_at', 'loaded_at']) }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        {{ id_in_namespace('opportunity_id', ['created_at', 'lead_id']) }} as opportunity_id,
        source.lead_id,
        source.account_id,
        source.stage,
        source.amount,
        source.is_closed,
        source.is_won,
        {{ plausible_time('created_at') }} as created_at,
        {{ plausible_time('closed_at') }} as closed_at,
        source.id_namespace,
        {{ plausible_time('deleted_at') }} as deleted_at,
        source.loaded_at,
        source._source_file as source_file,
        source._load_batch_id as load_batch_id
    from source
    cross join placeholders
    cross join bounds
    where
        {{ is_given('opportunity_id') }}
        and {{ is_plausible_time('loaded_at') }}
)

select * from final
