with source as (
    select * from {{ source('sync', 'runs') }}
),

final as (
    select
        run_no,
        destination,
        generation,
        ruleset_version,
        planned,
        acknowledged,
        rejected,
        requests,
        started_at,
        ended_at,
        -- The copy was made while no sync ran: what says it is running was killed.
        case outcome when 'running' then 'crashed' else outcome end as outcome
    from source
)

select * from final
