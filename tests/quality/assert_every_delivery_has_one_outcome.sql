-- Nothing is dropped: the outcomes of event hygiene sum to the deliveries visible at the as-of date.
with outcomes as (
    select sum(delivery_count) as outcome_count from {{ ref('event_hygiene') }}
),

deliveries as (
    select count(*) as delivery_count from {{ ref('stg_raw__events') }}
    where {{ business_date('greatest(occurred_at, loaded_at)') }} <= {{ as_of_date() }}
)

select
    outcomes.outcome_count,
    deliveries.delivery_count
from outcomes
cross join deliveries
where outcomes.outcome_count is distinct from deliveries.delivery_count
