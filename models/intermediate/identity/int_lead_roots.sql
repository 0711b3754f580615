with hops_128 as (
    select * from {{ ref('int_lead_roots__128') }}
),

hops_256 as (
    {{ follow_merges('hops_128') }}
),

hops_512 as (
    {{ follow_merges('hops_256') }}
),

hops_1024 as (
    {{ follow_merges('hops_512') }}
),

final as (
    select
        lead_id,
        target_id as root_lead_id,
        valid_from_on,
        valid_to_on
    from hops_1024
)

select * from final
