with findings as (
    select * from {{ ref('stg_raw__input_findings') }}
),

final as (
    select
        table_name,
        column_name,
        finding,
        found_value,
        consequence,
        smallest,
        largest,
        cast(row_count as bigint) as row_count
    from findings
)

select * from final
