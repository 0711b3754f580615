with claimed as (
    select * from {{ ref('int_lead_merges_claimed') }}
),

hops_128 as (
    select * from {{ ref('int_lead_merges_traced__128') }}
),

hops_256 as (
    {{ trace_merges('hops_128') }}
),

hops_512 as (
    {{ trace_merges('hops_256') }}
),

hops_1024 as (
    {{ trace_merges('hops_512') }}
),

-- A chain that has not ended after so many merges has come round in a circle, and stands on it.
circled as (
    select distinct
        reached.target_id as lead_id,
        greatest(reached.valid_from_on, onward.valid_from_on) as valid_from_on,
        least(reached.valid_to_on, onward.valid_to_on) as valid_to_on
    from hops_1024 as reached
    inner join claimed as onward
        on
            reached.target_id = onward.lead_id
            and reached.valid_from_on < onward.valid_to_on
            and reached.valid_to_on > onward.valid_from_on
    where onward.target_id <> onward.lead_id
),

final as (
    select distinct
        hops_1024.lead_id,
        hops_1024.valid_from_on,
        hops_1024.valid_to_on,
        case
            when circled.lead_id is not null and hops_1024.merge_no = hops_1024.latest_merge_no then hops_1024.lead_id
            else hops_1024.claimed_id
        end as target_id,
        circled.lead_id is not null as is_on_circle
    from hops_1024
    left join circled
        on
            hops_1024.lead_id = circled.lead_id
            and hops_1024.valid_from_on < circled.valid_to_on
            and hops_1024.valid_to_on > circled.valid_from_on
)

select * from final
