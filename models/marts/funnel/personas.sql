with outcomes as (
    select * from {{ ref('int_lead_outcomes') }}
),

sources as (
    select * from {{ ref('int_lead_sources') }}
),

audiences as (
    select
        audience,
        count(*) as leads,
        count(case when is_customer then 1 end) as buyers
    from outcomes
    group by audience
),

-- Every way to group leads in one shape, so that all are compared with their audience alike.
traits as (
    select
        audience,
        'audience' as dimension,
        audience as value,
        leads,
        buyers
    from audiences
    union all
    select
        outcomes.audience,
        'source' as dimension,
        sources.source as value,
        count(*) as leads,
        count(case when outcomes.is_customer then 1 end) as buyers
    from outcomes
    inner join sources on outcomes.lead_id = sources.lead_id
    group by outcomes.audience, sources.source
    union all
    select
        audience,
        'attribute:' || attribute as dimension,
        value,
        leads,
        buyers
    from {{ ref('int_persona_attributes') }}
    union all
    select
        audience,
        dimension,
        value,
        leads,
        buyers
    from {{ ref('int_persona_events') }}
),

counted as (
    select
        traits.audience,
        traits.dimension,
        traits.value,
        traits.leads,
        traits.buyers,
        audiences.leads as all_leads,
        audiences.buyers as all_buyers
    from traits
    inner join audiences on traits.audience = audiences.audience
),

final as (
    select
        audience,
        dimension,
        value,
        cast(leads as bigint) as leads,
        cast(buyers as bigint) as buyers,
        cast({{ exact('cast(buyers as double) / nullif(all_buyers, 0)') }} as decimal(9, 6)) as share_of_buyers,
        cast(
            {{ exact('cast(leads - buyers as double) / nullif(all_leads - all_buyers, 0)') }} as decimal(9, 6)
        ) as share_of_others,
        cast({{ exact('cast(buyers as double) / leads') }} as decimal(9, 6)) as conversion_rate,
        cast({{ wilson_bound('buyers', 'leads', '-') }} as decimal(9, 6)) as conversion_low,
        cast({{ wilson_bound('buyers', 'leads', '+') }} as decimal(9, 6)) as conversion_high,
        {{ exact('cast(buyers as double) * all_leads / nullif(leads * all_buyers, 0)') }} as lift,
        leads >= {{ var('personas_min_leads') }} as is_supported,
        {{ as_of_date() }} as as_of_date
    from counted
)

select * from final
