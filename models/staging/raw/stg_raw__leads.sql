with source as (
    select * from {{ source('raw', 'leads') }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        source.lead_id,
        case when no_email.value is null then source.email end as email,
        case when no_phone.value is null then source.phone end as phone,
        source.full_name,
        case when no_account_id.value is null then source.account_id end as account_id,
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
    left join {{ placeholders() }} as no_lead_id
        on {{ is_placeholder('no_lead_id', 'lead_id') }}
    left join {{ placeholders() }} as no_email
        on {{ is_placeholder('no_email', 'email') }}
    left join {{ placeholders() }} as no_phone
        on {{ is_placeholder('no_phone', 'phone') }}
    left join {{ placeholders() }} as no_account_id
        on {{ is_placeholder('no_account_id', 'account_id') }}
    where
        no_lead_id.value is null
        and {{ is_given('lead_id') }}
        and {{ is_plausible_time('leads', 'loaded_at') }}
)

select * from final
