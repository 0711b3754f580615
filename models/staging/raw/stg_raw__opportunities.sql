with source as (
    select * from {{ source('raw', 'opportunities') }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        {{ id_in_namespace('opportunity_id') }} as opportunity_id,
        case when no_lead_id.value is null then source.lead_id end as lead_id,
        case when no_account_id.value is null then source.account_id end as account_id,
        source.stage,
        source.amount,
        source.is_closed,
        source.is_won,
        {{ plausible_time('opportunities', 'created_at') }} as created_at,
        {{ plausible_time('opportunities', 'closed_at') }} as closed_at,
        source.id_namespace,
        {{ plausible_time('opportunities', 'deleted_at') }} as deleted_at,
        source.loaded_at,
        source._source_file as source_file,
        source._load_batch_id as load_batch_id
    from source
    left join {{ placeholders() }} as no_lead_id
        on {{ is_placeholder('no_lead_id', 'lead_id') }}
    left join {{ placeholders() }} as no_account_id
        on {{ is_placeholder('no_account_id', 'account_id') }}
    where
        {{ is_given('opportunity_id') }}
        and {{ is_plausible_time('opportunities', 'loaded_at') }}
)

select * from final
