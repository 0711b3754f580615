with duplicates as (
    select count(*) - count(distinct event_id) as delivery_count
    from {{ ref('stg_raw__events') }}
    where {{ business_date('greatest(occurred_at, loaded_at)') }} <= {{ as_of_date() }}
),

by_type as (
    select
        coalesce(sum(unresolved_count), 0) as unresolved_count,
        coalesce(sum(semantic_duplicate_count), 0) as semantic_duplicate_count,
        coalesce(sum(machine_count), 0) as machine_count,
        coalesce(sum(quarantined_count), 0) as quarantined_count,
        coalesce(sum(counted_count), 0) as counted_count
    from {{ ref('event_type_coverage') }}
),

steps as (
    select
        1 as step_number,
        'exact_duplicate' as outcome,
        delivery_count
    from duplicates
    union all
    select
        2 as step_number,
        'machine' as outcome,
        machine_count as delivery_count
    from by_type
    union all
    select
        3 as step_number,
        'unresolved' as outcome,
        unresolved_count as delivery_count
    from by_type
    union all
    select
        4 as step_number,
        'semantic_duplicate' as outcome,
        semantic_duplicate_count as delivery_count
    from by_type
    union all
    select
        5 as step_number,
        'quarantined' as outcome,
        quarantined_count as delivery_count
    from by_type
    union all
    select
        6 as step_number,
        'counted' as outcome,
        counted_count as delivery_count
    from by_type
),

final as (
    select
        outcome,
        cast(step_number as integer) as step_number,
        cast(delivery_count as bigint) as delivery_count
    from steps
)

select * from final
