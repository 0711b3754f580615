with source as (
    select * from {{ source('raw', 'accounts') }}
),

final as (
    select
        account_id,
        name,
        domain,
        industry,
        annual_revenue,
        employee_count,
        founded_year,
        service_center_count,
        is_minority_owned,
        latitude,
        longitude,
        postal_code,
        country,
        cast(attributes as string) as attributes,
        loaded_at,
        _source_file as source_file,
        _load_batch_id as load_batch_id
    from source
)

select * from final
