-- One row per order line. A company buys once or twice, a consumer up to twelve times; where a duplicate of the person
-- is known, one order of four stands under the duplicate.
with

buyers as (
    select
        people.lead_no,
        people.person_key,
        people.is_b2b,
        people.account_no,
        people.buys_s,
        duplicates.lead_no as duplicate_no,
        if(
            people.is_b2b,
            1 + if(pick(people.person_key, 'buys_again', 10) < 3, 1, 0),
            least(12, 1 + floor(0.6 / (share(people.person_key, 'repeats') + 0.05)))
        )::bigint as order_count
    from people
    left join people as duplicates on people.lead_no + 1 = duplicates.lead_no and duplicates.chain_position = 1
    where people.is_buyer and people.chain_position = 0
),

ordered as (
    select
        *,
        unnest(range(order_count)) as order_no,
        buys_s + order_no * (1728000 + pick(person_key, 'buys_every', 6048000)) as ordered_s
    from buyers
),

keyed as (
    select
        *,
        child_key(person_key, order_no, 'order') as order_key
    from ordered
    where ordered_s <= getvariable('end_s')
),

lines as (
    select
        *,
        unnest(range(1 + pick(order_key, 'lines', 3))) as line_no,
        child_key(order_key, line_no, 'line') as line_key
    from keyed
),

filled as (
    select
        *,
        1 + pick(line_key, 'product', 20) as product_no,
        1 + pick(line_key, 'quantity', 5) as quantity
    from lines
)

select
    'B' || lead_no::varchar || '-' || order_no::varchar as order_id,
    lead_id(if(pick(order_key, 'under_duplicate', 4) = 0, coalesce(duplicate_no, lead_no), lead_no)) as lead_id,
    account_id(account_no) as account_id,
    'product-' || lpad(product_no::varchar, 2, '0') as product_id,
    quantity,
    -- In hundredths: companies pay ten times the consumer price.
    (quantity * product_no * 995 * if(is_b2b, 10, 1))::decimal(18, 2) / 100 as amount,
    as_time(ordered_s) as ordered_at,
    as_time(landed_s(ordered_s, order_key)) as loaded_at
from filled
order by lead_no, order_no, line_no
