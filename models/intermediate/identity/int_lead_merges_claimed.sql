with deliveries as (
    select
        *,
        {{ told_on('merged_at') }} as told_on
    from {{ ref('stg_raw__lead_merges') }}
    where merged_lead_id <> surviving_lead_id
),

told as (
    select
        *,
        told_on as valid_from_on,
        coalesce({{ taken_back_on('merged_lead_id, surviving_lead_id') }}, {{ end_of_time() }}) as valid_to_on
    from deliveries
),

claims as (
    select * from told
    where deleted_at is null and valid_from_on < valid_to_on
),

pairs as (
    select
        merged_lead_id,
        surviving_lead_id,
        row_number() over (
            order by min(merged_at) asc nulls last, merged_lead_id asc nulls last, surviving_lead_id asc nulls last
        ) as merge_no
    from claims
    group by merged_lead_id, surviving_lead_id
),

strongest as (
    {{ strongest_claims(
        'claims', 'merged_lead_id', 'surviving_lead_id',
        'claims.merged_at asc nulls last, claims.surviving_lead_id asc nulls last, claims.loaded_at asc nulls last'
    ) }}
),

-- A lead is itself before its first merge and where one was taken back.
gaps as (
    select
        merged_lead_id,
        valid_to_on as valid_from_on,
        coalesce(
            lead(valid_from_on) over (partition by merged_lead_id order by valid_from_on asc nulls last),
            {{ end_of_time() }}
        ) as valid_to_on
    from strongest
    union all
    select
        merged_lead_id,
        {{ start_of_time() }} as valid_from_on,
        min(valid_from_on) as valid_to_on
    from strongest
    group by merged_lead_id
),

final as (
    select
        strongest.merged_lead_id as lead_id,
        strongest.surviving_lead_id as target_id,
        pairs.merge_no,
        strongest.valid_from_on,
        strongest.valid_to_on
    from strongest
    inner join pairs
        on
            strongest.merged_lead_id = pairs.merged_lead_id
            and strongest.surviving_lead_id = pairs.surviving_lead_id
    union all
    select
        merged_lead_id as lead_id,
        merged_lead_id as target_id,
        0 as merge_no,
        valid_from_on,
        valid_to_on
    from gaps
    where valid_from_on < valid_to_on
)

select * from final
