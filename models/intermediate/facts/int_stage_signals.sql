with facts as (
    select
        lead_key,
        activity_type as entry_signal,
        activity_id as signal_id,
        reason,
        occurred_at as entered_at
    from {{ ref('int_sales_acts') }}
    union all
    select
        lead_key,
        'opportunity_opened' as entry_signal,
        opportunity_id as signal_id,
        cast(null as string) as reason,
        opened_at as entered_at
    from {{ ref('int_opportunities_resolved') }}
    union all
    select
        lead_key,
        case when is_won then 'opportunity_won' else 'opportunity_lost' end as entry_signal,
        opportunity_id as signal_id,
        cast(null as string) as reason,
        closed_at as entered_at
    from {{ ref('int_opportunities_resolved') }}
    where closed_at is not null
    union all
    select
        lead_key,
        'purchased' as entry_signal,
        order_id as signal_id,
        cast(null as string) as reason,
        min(ordered_at) as entered_at
    from {{ ref('int_orders_resolved') }}
    where is_purchase
    group by lead_key, order_id
),

ordered as (
    select
        facts.*,
        funnel_stages.stage,
        funnel_stages.position,
        funnel_stages.kind,
        funnel_stages.allows_return,
        row_number() over (
            partition by facts.lead_key
            order by
                facts.entered_at asc nulls last, funnel_stages.position asc nulls last,
                facts.entry_signal asc nulls last, facts.signal_id asc nulls last
        ) as signal_no
    from facts
    inner join {{ ref('int_leads_known') }} as leads
        on facts.lead_key = leads.lead_key and leads.known_on = {{ as_of_date() }}
    inner join {{ ref('int_funnel_signals') }} as funnel_stages on facts.entry_signal = funnel_stages.entry_signal
),

-- A customer stays one: later signals change no stage.
won as (
    select
        lead_key,
        min(signal_no) as won_no
    from ordered
    where kind = 'won'
    group by lead_key
),

final as (
    select
        ordered.*,
        {{ business_date('ordered.entered_at') }} as entered_on
    from ordered
    left join won on ordered.lead_key = won.lead_key
    where ordered.signal_no <= coalesce(won.won_no, ordered.signal_no)
)

select * from final
