with rules as (
    select * from {{ ref('conversion_rules') }}
),

leads as (
    select * from {{ ref('int_leads_known') }}
    where known_on = {{ as_of_date() }}
),

months as (
    select {{ date_series('first_day.first_seen_on', as_of_date()) }} as landmark_on
    from (select min(first_seen_on) as first_seen_on from leads) as first_day
),

looked_at as (
    select
        rules.conversion_id,
        leads.lead_key,
        months.landmark_on
    from rules
    inner join months on rules.landmarks = 'monthly' and extract(day from months.landmark_on) = 1
    inner join leads on rules.audience = leads.audience and months.landmark_on >= leads.first_seen_on
    union all
    select
        rules.conversion_id,
        leads.lead_key,
        leads.first_seen_on as landmark_on
    from rules
    inner join leads on rules.audience = leads.audience
    where rules.landmarks = 'created'
    union all
    select
        rules.conversion_id,
        leads.lead_key,
        counts.activity_on as landmark_on
    from rules
    inner join {{ ref('int_event_types') }} as event_types on rules.landmark_event_type = event_types.event_type
    inner join {{ ref('int_engagement_counts_known') }} as counts
        on event_types.event_type_key = counts.event_type_key and counts.condition_key = 0
    inner join leads on counts.lead_key = leads.lead_key and rules.audience = leads.audience
    where rules.landmarks = 'event' and leads.first_seen_on <= counts.activity_on
),

dated as (
    select
        rules.conversion_id,
        rules.is_repeatable,
        rules.horizon_days,
        looked_at.lead_key,
        looked_at.landmark_on,
        {{ add_days('looked_at.landmark_on', 'rules.horizon_days') }} <= {{ as_of_date() }} as is_mature,
        min(conversions.converted_on) as first_converted_on,
        min(case when conversions.converted_on > looked_at.landmark_on then conversions.converted_on end)
            as next_converted_on
    from looked_at
    inner join rules on looked_at.conversion_id = rules.conversion_id
    left join {{ ref('int_conversions') }} as conversions
        on looked_at.conversion_id = conversions.conversion_id and looked_at.lead_key = conversions.lead_key
    where
        rules.look_back_days is null
        or looked_at.landmark_on >= {{ add_days(as_of_date(), '(-rules.look_back_days)') }}
    group by
        rules.conversion_id, rules.is_repeatable, rules.horizon_days, looked_at.lead_key, looked_at.landmark_on
),

-- Before its days have passed a lead is neither won nor lost, even if it has converted: those who have not may still.
final as (
    select
        conversion_id,
        lead_key,
        is_mature,
        case
            when is_mature
                then coalesce(next_converted_on <= {{ add_days('landmark_on', 'horizon_days') }}, false)
        end as has_converted,
        horizon_days,
        {{ day_difference('next_converted_on', 'landmark_on') }} as days_to_conversion,
        landmark_on
    from dated
    where is_repeatable or first_converted_on is null or first_converted_on > landmark_on
)

select * from final
