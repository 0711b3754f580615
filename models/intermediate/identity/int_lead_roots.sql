-- Each step doubles the number of merges followed: six steps follow 64 of them, without recursion.
with hops_1 as (
    select * from {{ ref('int_lead_merges_followed') }}
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

-- What has not come to an end after 64 merges goes round in a circle (or is longer than any chain we know).
unfinished as (
    select distinct
        reached.lead_id,
        reached.valid_from_on
    from hops_64 as reached
    inner join hops_1 as onward
        on
            reached.target_id = onward.lead_id
            and reached.valid_from_on < onward.valid_to_on
            and reached.valid_to_on > onward.valid_from_on
    where onward.target_id <> reached.target_id
),

final as (
    select
        hops_64.lead_id,
        hops_64.target_id as root_lead_id,
        hops_64.valid_from_on,
        hops_64.valid_to_on,
        unfinished.lead_id is not null as is_cycle
    from hops_64
    left join unfinished
        on hops_64.lead_id = unfinished.lead_id and hops_64.valid_from_on = unfinished.valid_from_on
)

select * from final
