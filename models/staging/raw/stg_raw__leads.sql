with source as (
    select * from {{ source('raw', 'leads') }}
),

placeholders as (
    {{ placeholders_in_lines() }}
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
        {{ plausible_time('leads', 'created_at') }} as created_at,
        cast(source.attributes as string) as attributes,
        {{ plausible_time('leads', 'deleted_at') }} as deleted_at,
        source.loaded_at,
        source._source_file as source_file,
        source._load_batch_id as load_batch_id
    from source
    cross join placeholders
    where
        not {{ is_placeholder('lead_id') }}
        and {{ is_given('lead_id') }}
        and {{ is_plausible_time('leads', 'loaded_at') }}
)

select * from final
