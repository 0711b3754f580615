with order_lines as (
    select * from {{ ref('stg_raw__orders') }}
    where cast(greatest(ordered_at, loaded_at) as date) <= {{ as_of_date() }}
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
        order_lines.order_id,
        identifiers.lead_key,
        order_lines.product_id,
        order_lines.amount,
        order_lines.ordered_at,
        coalesce(
            sum(order_lines.amount) over (partition by identifiers.lead_key, order_lines.order_id) > 0, true
        ) as is_purchase
    from order_lines
    inner join identifiers on order_lines.lead_id = identifiers.identifier
)

select * from final
