with counts as (
    select * from {{ ref('int_engagement_counts_known') }}
    where condition_key = 0
),

leads as (
    select * from {{ ref('int_leads_known') }}
    where known_on = {{ as_of_date() }}
),

event_types as (
    select * from {{ ref('int_event_types') }}
),

final as (
    select
        leads.lead_id,
        event_types.event_type,
        counts.event_count,
        counts.activity_on as activity_date
    from counts
    inner join leads on counts.lead_key = leads.lead_key
    inner join event_types on counts.event_type_key = event_types.event_type_key
)

select * from final
