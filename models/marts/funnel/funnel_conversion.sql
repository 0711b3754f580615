with stages as (
    select * from {{ ref('funnel_stages') }}
),

leads as (
    select
        lead_id,
        source,
        false as is_total
    from {{ ref('int_lead_sources') }}
    union all
    select
        lead_id,
        'all' as source,
        true as is_total
    from {{ ref('int_lead_sources') }}
),

scopes as (
    select distinct
        is_total,
        source
    from leads
),

-- Every pair has its row, also where no lead has gone that way.
pairs as (
    select
        scopes.is_total,
        scopes.source,
        stages.stage,
        later_stages.stage as later_stage
    from scopes
    cross join stages
    inner join stages as later_stages
        on stages.position < later_stages.position or (stages.position is not null and later_stages.position is null)
),

reached as (
    select
        leads.is_total,
        leads.source,
        reached.stage,
        count(*) as lead_count
    from leads
    inner join {{ ref('int_stages_reached') }} as reached on leads.lead_id = reached.lead_id
    group by leads.is_total, leads.source, reached.stage
),

converted as (
    select
        leads.is_total,
        leads.source,
        conversions.stage,
        conversions.later_stage,
        count(*) as lead_count,
        count(conversions.recent_seconds_to_convert) as recent_lead_count,
        count(*) filter (where conversions.is_same_day) as same_day_lead_count,
        percentile_cont(0.5) within group (
            order by conversions.seconds_to_convert asc nulls last
        ) as median_seconds,
        percentile_cont(0.5) within group (
            order by conversions.recent_seconds_to_convert asc nulls last
        ) as recent_median_seconds
    from leads
    inner join {{ ref('int_stage_conversions') }} as conversions on leads.lead_id = conversions.lead_id
    group by leads.is_total, leads.source, conversions.stage, conversions.later_stage
),

final as (
    select
        pairs.source,
        pairs.stage,
        pairs.later_stage,
        cast(coalesce(reached.lead_count, 0) as bigint) as leads,
        cast(coalesce(converted.lead_count, 0) as bigint) as converted_leads,
        cast(coalesce(converted.recent_lead_count, 0) as bigint) as recent_converted_leads,
        cast(coalesce(converted.same_day_lead_count, 0) as bigint) as same_day_converted_leads,
        cast(
            {{ exact('cast(coalesce(converted.lead_count, 0) as double) / nullif(reached.lead_count, 0)') }}
            as decimal(9, 6)
        ) as conversion_rate,
        {{ exact('converted.median_seconds / 86400') }} as median_days,
        {{ exact('converted.recent_median_seconds / 86400') }} as recent_median_days,
        pairs.is_total,
        {{ as_of_date() }} as as_of_date
    from pairs
    left join reached
        on pairs.is_total = reached.is_total and pairs.source = reached.source and pairs.stage = reached.stage
    left join converted
        on
            pairs.is_total = converted.is_total
            and pairs.source = converted.source
            and pairs.stage = converted.stage
            and pairs.later_stage = converted.later_stage
)

select * from final
