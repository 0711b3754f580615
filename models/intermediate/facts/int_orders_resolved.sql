with order_lines as (
    select * from {{ ref('stg_raw__orders') }}
),

score_dates as (
    select * from {{ ref('int_score_dates') }}
    where is_published
),

identifiers as (
    select * from {{ ref('int_identifiers_resolved') }}
    where identifier_type = 'lead_id'
),

final as (
    select
        order_lines.order_id,
        identifiers.lead_key,
        order_lines.product_id,
        order_lines.amount,
        score_dates.known_on,
        order_lines.ordered_at,
        coalesce(
            sum(order_lines.amount) over (
                partition by score_dates.known_on, identifiers.lead_key, order_lines.order_id
            ) > 0,
            true
        ) as is_purchase
    from order_lines
    inner join score_dates
        on cast(greatest(order_lines.ordered_at, order_lines.loaded_at) as date) <= score_dates.known_on
    inner join identifiers
        on
            order_lines.lead_id = identifiers.identifier
            and score_dates.known_on >= identifiers.valid_from_on
            and score_dates.known_on < identifiers.valid_to_on
)

select * from final
