with costs as (
    select * from {{ ref('int_campaign_costs_counted') }}
),

final as (
    select
        source,
        campaign,
        amount,
        cost_date,
        {{ as_of_date() }} as as_of_date
    from costs
)

select * from final
