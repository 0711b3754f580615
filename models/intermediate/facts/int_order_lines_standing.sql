with order_lines as {{ not_materialized() }} (
    select
        *,
        {{ told_on('ordered_at') }} as told_on,
        coalesce(
            'line ' || line_id, 'product ' || product_id,
            coalesce(cast(quantity as string), '?') || ' for ' || coalesce(cast(amount as string), '?')
        ) as known_as
    from {{ ref('stg_raw__orders') }}
),

-- Few orders are delivered twice: only their lines are compared.
repeated as (
    select order_id from order_lines
    group by order_id
    having
        min(loaded_at) < max(loaded_at) or count(deleted_at) > 0
        or min(load_batch_id) < max(load_batch_id) or min(source_file) < max(source_file)
    union distinct
    select order_id from order_lines
    group by order_id, line_id
    having count(line_id) > 1
),

-- Equal lines of a file are as many lines, but not those that have an id. A deletion ends what is not loaded after it.
versions as (
    select
        *,
        row_number() over (
            partition by order_id, known_as, loaded_at, load_batch_id, source_file
            order by amount asc nulls last, quantity asc nulls last
        ) * case when line_id is null then 1 else 0 end as line_no,
        min(case when deleted_at is not null then told_on end) over (
            partition by order_id, known_as order by loaded_at desc nulls last
        ) as line_deleted_on,
        min(case when deleted_at is not null and line_id is null and product_id is null then told_on end) over (
            partition by order_id order by loaded_at desc nulls last
        ) as order_deleted_on,
        dense_rank() over (partition by order_id order by loaded_at asc nulls last) as delivery_no
    from order_lines
    where order_id in (select repeated.order_id from repeated)
),

-- What is loaded as of its own time (history) replaces its line, another delivery the whole order.
single as (
    select
        *,
        row_number() over (
            partition by order_id, known_as, line_no, loaded_at
            order by
                amount asc nulls last, quantity asc nulls last, ordered_at asc nulls last, lead_id asc nulls last,
                product_id asc nulls last
        ) as position_of_copy,
        min(case when loaded_at = ordered_at then told_on end) over (
            partition by order_id, known_as, line_no order by delivery_no desc nulls last
            range between unbounded preceding and 1 preceding
        ) as restated_on,
        min(case when loaded_at <> ordered_at then told_on end) over (
            partition by order_id order by delivery_no desc nulls last range between unbounded preceding and 1 preceding
        ) as delivered_on
    from versions
    where deleted_at is null
),

periods as (
    select
        *,
        least(
            coalesce(line_deleted_on, {{ end_of_time() }}), coalesce(order_deleted_on, {{ end_of_time() }}),
            coalesce(restated_on, {{ end_of_time() }}), coalesce(delivered_on, {{ end_of_time() }})
        ) as ended_on
    from single
    where position_of_copy = 1
),

final as (
    select
        order_id,
        lead_id,
        product_id,
        amount,
        ordered_at,
        told_on as valid_from_on,
        ended_on as valid_to_on
    from periods
    where told_on < ended_on
    union all
    select
        order_id,
        lead_id,
        product_id,
        amount,
        ordered_at,
        told_on as valid_from_on,
        {{ end_of_time() }} as valid_to_on
    from order_lines
    where order_id not in (select repeated.order_id from repeated)
)

select * from final
