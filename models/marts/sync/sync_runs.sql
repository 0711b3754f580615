with runs as (
    select * from {{ ref('stg_sync__runs') }}
),

final as (
    select
        run_no,
        destination,
        outcome,
        ruleset_version,
        generation,
        planned,
        acknowledged,
        rejected,
        -- What a quota, a guard or a stop kept back; the next run goes on there.
        planned - acknowledged - rejected as unsent,
        requests,
        {{ second_difference('ended_at', 'started_at') }} as seconds,
        {{ business_date('started_at') }} as started_on,
        started_at,
        ended_at
    from runs
)

select * from final
