with hops_8 as (
    select * from {{ ref('int_lead_merges_traced__8') }}
),

hops_16 as (
    {{ trace_merges('hops_8') }}
),

hops_32 as (
    {{ trace_merges('hops_16') }}
),

hops_64 as (
    {{ trace_merges('hops_32') }}
),

hops_128 as (
    {{ trace_merges('hops_64') }}
),

final as (
    select * from hops_128
)

select * from final
