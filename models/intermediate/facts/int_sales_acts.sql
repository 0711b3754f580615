with deliveries as (
    select
        *,
        row_number() over (
            partition by activity_id
            order by
                loaded_at asc nulls last, occurred_at asc nulls last, activity_type asc nulls last,
                lead_id asc nulls last, owner_id asc nulls last, reason asc nulls last
        ) as position_of_delivery
    from {{ ref('stg_raw__sales_activities') }}
    where cast(greatest(occurred_at, loaded_at) as date) <= {{ as_of_date() }}
),

lead_ids as (
    {{ current_lead_ids() }}
),

final as (
    select
        lead_ids.lead_key,
        deliveries.activity_id,
        deliveries.owner_id,
        deliveries.activity_type,
        deliveries.reason,
        deliveries.occurred_at
    from deliveries
    inner join lead_ids on deliveries.lead_id = lead_ids.lead_id
    where deliveries.position_of_delivery = 1
)

select * from final
