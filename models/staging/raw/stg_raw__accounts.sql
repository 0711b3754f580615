with source as (
    select * from {{ source('raw', 'accounts') }}
),

placeholders as (
    {{ placeholders_in_lines() }}
),

bounds as (
    {{ time_bounds('accounts', ['deleted_at', 'loaded_at']) }}
),

-- Without the rows that stg_raw__input_findings tells of.
final as (
    select
        source.account_id,
        source.name,
        {{ no_placeholder('domain') }} as domain,
        source.industry,
        source.annual_revenue,
        source.employee_count,
        source.founded_year,
        source.service_center_count,
        source.is_minority_owned,
        case when source.latitude >= -90 and source.latitude <= 90 then source.latitude end as latitude,
        case when source.longitude >= -180 and source.longitude <= 180 then source.longitude end as longitude,
        source.postal_code,
        source.country,
        cast(source.attributes as string) as attributes,
        {{ plausible_time('deleted_at') }} as deleted_at,
        source.loaded_at,
        source._source_file as source_file,
        source._load_batch_id as load_batch_id
    from source
    cross join placeholders
    cross join bounds
    where
        not {{ is_placeholder('account_id') }}
        and {{ is_given('account_id') }}
        and {{ is_plausible_time('loaded_at') }}
)

select * from final
