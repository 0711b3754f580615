with firsts as (
    select min(entered_on) as first_on from {{ ref('lead_stage_history') }}
    union all
    select min(cost_date) as first_on from {{ ref('campaign_costs_daily') }}
),

bounds as (
    select min(first_on) as first_on from firsts
),

final as (
    select {{ date_series('first_on', as_of_date()) }} as date_day
    from bounds
)

select * from final
