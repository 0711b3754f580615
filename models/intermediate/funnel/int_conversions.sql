with signals as (
    select
        lead_key,
        'won_deal' as kind,
        '' as detail,
        {{ business_date('closed_at') }} as converted_on
    from {{ ref('int_opportunities_resolved') }}
    where is_won and lead_key is not null
    union all
    select
        lead_key,
        'first_order' as kind,
        '' as detail,
        {{ business_date('min(ordered_at)') }} as converted_on
    from {{ ref('int_orders_resolved') }}
    where is_purchase and known_on = {{ as_of_date() }}
    group by lead_key
    union all
    select
        counts.lead_key,
        'event' as kind,
        event_types.event_type as detail,
        counts.activity_on as converted_on
    from {{ ref('int_engagement_counts_known') }} as counts
    inner join {{ ref('int_event_types') }} as event_types on counts.event_type_key = event_types.event_type_key
    where counts.condition_key = 0
    union all
    select
        leads.lead_key,
        'stage' as kind,
        reached.stage as detail,
        reached.entered_on as converted_on
    from {{ ref('int_stages_reached') }} as reached
    inner join {{ ref('int_leads_keyed') }} as leads on reached.lead_id = leads.lead_id
),

final as (
    select distinct
        rules.conversion_id,
        signals.lead_key,
        signals.converted_on
    from {{ ref('conversion_rules') }} as rules
    inner join signals
        on rules.signal = signals.kind and coalesce(rules.event_type, rules.stage, '') = signals.detail
)

select * from final
