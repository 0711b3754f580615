with acknowledgements as (
    select * from {{ ref('stg_sync__acknowledgements') }}
),

in_flights as (
    select * from {{ ref('stg_sync__in_flights') }}
),

rejections as (
    select * from {{ ref('sync_rejections') }}
),

scores as (
    select * from {{ ref('lead_scores') }}
),

-- A lead may be acknowledged once, rejected since and on its way again.
touched as (
    select
        destination,
        lead_id
    from acknowledgements
    union
    select
        destination,
        lead_id
    from in_flights
    union
    select
        destination,
        lead_id
    from rejections
),

final as (
    select
        touched.destination,
        touched.lead_id,
        rejections.reason as rejection_reason,
        acknowledgements.run_no as acknowledged_run_no,
        acknowledgements.acknowledged_at,
        in_flights.sent_at,
        rejections.last_rejected_at as rejected_at,
        case
            when in_flights.lead_id is not null then 'in_flight'
            when rejections.lead_id is not null then 'rejected'
            else 'acknowledged'
        end as status,
        -- Nothing is ever deleted there: who was merged away stays until somebody removes them.
        scores.lead_id is null as is_gone
    from touched
    left join acknowledgements
        on touched.destination = acknowledgements.destination and touched.lead_id = acknowledgements.lead_id
    left join in_flights on touched.destination = in_flights.destination and touched.lead_id = in_flights.lead_id
    left join rejections on touched.destination = rejections.destination and touched.lead_id = rejections.lead_id
    left join scores on touched.lead_id = scores.lead_id
)

select * from final
