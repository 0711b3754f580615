with files as (
    select * from {{ ref('stg_raw__loaded_files') }}
),

final as (
    select
        load_batch_id,
        count(*) as file_count,
        max(loaded_at) as loaded_at
    from files
    group by load_batch_id
)

select * from final
