-- Of several merges of one lead the earliest counts, from the date on which it is visible.
with deliveries as (
    select
        merged_lead_id,
        surviving_lead_id,
        cast(greatest(merged_at, loaded_at) as date) as valid_from_on,
        min(cast(greatest(merged_at, loaded_at) as date)) over (
            partition by merged_lead_id
            order by merged_at asc nulls last, surviving_lead_id asc nulls last, loaded_at asc nulls last
            rows between unbounded preceding and 1 preceding
        ) as overtaken_on,
        min(cast(greatest(merged_at, loaded_at) as date)) over (partition by merged_lead_id) as first_merged_on
    from {{ ref('stg_raw__lead_merges') }}
),

final as (
    select
        merged_lead_id as lead_id,
        surviving_lead_id as target_id,
        valid_from_on,
        coalesce(overtaken_on, {{ end_of_time() }}) as valid_to_on
    from deliveries
    where overtaken_on is null or valid_from_on < overtaken_on
    union all
    select distinct
        merged_lead_id as lead_id,
        merged_lead_id as target_id,
        {{ start_of_time() }} as valid_from_on,
        first_merged_on as valid_to_on
    from deliveries
)

select * from final
