-- Each step doubles the number of merges followed: ten steps, in three models, follow 1,024 of them, without recursion.
with hops_1 as (
    select
        lead_id,
        target_id,
        valid_from_on,
        valid_to_on
    from {{ ref('int_lead_merges_followed') }}
),

hops_2 as (
    {{ follow_merges('hops_1') }}
),

hops_4 as (
    {{ follow_merges('hops_2') }}
),

hops_8 as (
    {{ follow_merges('hops_4') }}
),

final as (
    select * from hops_8
)

select * from final
