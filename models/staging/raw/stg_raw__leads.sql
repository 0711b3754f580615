with source as (
    select * from {{ source('raw', 'leads') }}
),

final as (
    select
        lead_id,
        email,
        phone,
        full_name,
        account_id,
        audience,
        job_title,
        seniority,
        department,
        country,
        postal_code,
        source,
        campaign,
        created_at,
        cast(attributes as string) as attributes,
        loaded_at,
        _source_file as source_file,
        _load_batch_id as load_batch_id
    from source
)

select * from final
