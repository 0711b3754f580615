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

-- Equal lines of a file are as many lines, but not those that have an id.
versions as (
    select
        *,
        row_number() over (
            partition by order_id, known_as, loaded_at, load_batch_id, source_file
            order by amount asc nulls last, quantity asc nulls last
        ) * case when line_id is null then 1 else 0 end as line_no
    from order_lines
    where order_id in (select repeated.order_id from repeated)
),

single as (
    select
        *,
        row_number() over (
            partition by order_id, known_as, line_no, loaded_at
            order by amount asc nulls last, quantity asc nulls last, ordered_at asc nulls last, lead_id asc nulls last
        ) as position_of_copy
    from versions
    where deleted_at is null
),

-- What ends lines that were loaded before: a delivery all of its order; one that is loaded as of its own time (history)
-- or that deletes a line only that line.
ended as (
    select
        single.order_id,
        single.known_as,
        single.line_no,
        single.loaded_at,
        min(later.told_on) as ended_on
    from single
    inner join versions as later
        on
            single.order_id = later.order_id
            and single.loaded_at <= later.loaded_at
            and (single.loaded_at < later.loaded_at or later.deleted_at is not null)
            and (
                single.known_as = later.known_as
                or (later.deleted_at is null and later.loaded_at <> later.ordered_at)
                or (later.deleted_at is not null and later.line_id is null and later.product_id is null)
            )
            and (single.line_no = later.line_no or later.deleted_at is not null or later.loaded_at <> later.ordered_at)
    group by single.order_id, single.known_as, single.line_no, single.loaded_at
),

final as (
    select
        single.order_id,
        single.lead_id,
        single.product_id,
        single.amount,
        single.ordered_at,
        single.told_on as valid_from_on,
        coalesce(ended.ended_on, {{ end_of_time() }}) as valid_to_on
    from single
    left join ended
        on
            single.order_id = ended.order_id and single.known_as = ended.known_as
            and single.line_no = ended.line_no and single.loaded_at = ended.loaded_at
    where single.position_of_copy = 1 and single.told_on < coalesce(ended.ended_on, {{ end_of_time() }})
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
