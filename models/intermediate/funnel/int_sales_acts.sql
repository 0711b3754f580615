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

identifiers as (
    select * from {{ ref('int_identifiers_resolved') }}
    where
        identifier_type = 'lead_id'
        and valid_from_on <= {{ as_of_date() }}
        and {{ as_of_date() }} < valid_to_on
),

final as (
    select
        identifiers.lead_key,
        deliveries.activity_id,
        deliveries.owner_id,
        deliveries.activity_type,
        deliveries.reason,
        deliveries.occurred_at
    from deliveries
    inner join identifiers on deliveries.lead_id = identifiers.identifier
    where deliveries.position_of_delivery = 1
)

select * from final
