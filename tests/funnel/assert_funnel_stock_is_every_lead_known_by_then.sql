-- At the end of every day each lead whose first stay has begun is in exactly one stage.
with stocks as (
    select
        counted_on,
        sum(stock) as stock
    from {{ ref('funnel_daily') }}
    group by counted_on
),

first_days as (
    select
        entered_on,
        count(*) as lead_count
    from {{ ref('lead_stage_history') }}
    where stay_no = 1
    group by entered_on
),

known as (
    select
        stocks.counted_on,
        stocks.stock,
        sum(coalesce(first_days.lead_count, 0)) over (
            order by stocks.counted_on asc nulls last
            rows between unbounded preceding and current row
        ) as lead_count
    from stocks
    left join first_days on stocks.counted_on = first_days.entered_on
)

select * from known
where stock is distinct from lead_count
