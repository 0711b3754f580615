-- Ten doublings are three models: an engine that works a CTE out at each mention would join a thousand times in one.
with hops_1 as (
    select
        lead_id,
        target_id,
        target_id as claimed_id,
        merge_no,
        merge_no as latest_merge_no,
        valid_from_on,
        valid_to_on
    from {{ ref('int_lead_merges_claimed') }}
),

hops_2 as (
    {{ trace_merges('hops_1') }}
),

hops_4 as (
    {{ trace_merges('hops_2') }}
),

hops_8 as (
    {{ trace_merges('hops_4') }}
),

final as (
    select * from hops_8
)

select * from final
