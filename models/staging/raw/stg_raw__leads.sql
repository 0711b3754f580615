with source as (
    select * from {{ source('raw', 'leads') }}
),

placeholders as (
    {{ placeholders_in_lines() }}
),

bounds as (
    {{ time_bounds('leads', ['created_at', 'deleted_at', 'loaded_at']) }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        source.lead_id,
        {{ no_placeholder('email') }} as email,
        {{ no_placeholder('phone') }} as phone,
        source.full_name,
        {{ no_placeholder('account_id') }} as account_id,
        source.audience,
        source.job_title,
        source.seniority,
        source.department,
        source.country,
        source.postal_code,
        source.source,
        source.campaign,
        {{ plausible_time('created_at') }} as created_at,
        cast(source.attributes as string) as attributes,
        {{ plausible_time('deleted_at') }} as deleted_at,
        source.loaded_at,
        source._source_file as source_file,
        source._load_batch_id as load_batch_id
    from source
    cross join placeholders
    cross join bounds
    where
        not {{ is_placeholder('lead_id') }}
        and {{ is_given('lead_id') }}
        and {{ is_plausible_time('loaded_at') }}
)

select * from final
