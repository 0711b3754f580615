-- Each step doubles the number of merges followed: ten steps follow 1,024 of them, without recursion.
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
