with hops_8 as (
    select * from {{ ref('int_lead_roots__8') }}
),

hops_16 as (
    {{ follow_merges('hops_8') }}
),

hops_32 as (
    {{ follow_merges('hops_16') }}
),

hops_64 as (
    {{ follow_merges('hops_32') }}
),

hops_128 as (
    {{ follow_merges('hops_64') }}
),

final as (
    select * from hops_128
)

select * from final
