with deliveries as (
    select
        *,
        row_number() over (
            partition by activity_id, deleted_at is null
            order by
                loaded_at asc nulls last, occurred_at asc nulls last, activity_type asc nulls last,
                lead_id asc nulls last, owner_id asc nulls last, reason asc nulls last
        ) as position_of_delivery,
        max(case when deleted_at is null then loaded_at end) over (partition by activity_id) as last_stated_at,
        max(case when deleted_at is not null then loaded_at end) over (partition by activity_id) as last_deleted_at
    from {{ ref('stg_raw__sales_activities') }}
    where {{ told_on('occurred_at') }} <= {{ as_of_date() }}
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
    where
        deliveries.position_of_delivery = 1
        and deliveries.deleted_at is null
        and coalesce(deliveries.last_deleted_at < deliveries.last_stated_at, true)
)

select * from final
