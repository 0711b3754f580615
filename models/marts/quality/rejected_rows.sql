with rejected as (
    select * from {{ ref('stg_raw__rejected_rows') }}
),

final as (
    select
        table_name,
        source_file,
        reason,
        coalesce(column_name, '') as column_name,
        count(*) as row_count,
        min(line_number) as first_line_number
    from rejected
    group by table_name, source_file, coalesce(column_name, ''), reason
)

select * from final
