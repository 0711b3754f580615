with stages as (
    select
        stage,
        position,
        coalesce(position < max(position) over (), false) as has_later_stage
    from {{ ref('funnel_stages') }}
),

first_days as (
    select min(entered_on) as first_on from {{ ref('lead_stage_history') }}
),

days as (
    select {{ date_series('first_on', as_of_date()) }} as counted_on
    from first_days
),

summed as (
    select
        days.counted_on,
        stages.stage,
        stages.position,
        stages.has_later_stage,
        coalesce(changes.entries, 0) as entries,
        coalesce(changes.exits, 0) as exits,
        sum(coalesce(changes.entries, 0) - coalesce(changes.exits, 0)) over so_far as stock,
        sum(coalesce(changes.newly_reached_leads, 0)) over so_far as reached_leads,
        sum(coalesce(changes.newly_converted_leads, 0)) over so_far as converted_leads
    from days
    cross join stages
    left join {{ ref('int_stage_changes_daily') }} as changes
        on stages.stage = changes.stage and days.counted_on = changes.counted_on
    window so_far as (
        partition by stages.stage
        order by days.counted_on asc nulls last
        rows between unbounded preceding and current row
    )
),

final as (
    select
        summed.stage,
        summed.position,
        cast(summed.entries as bigint) as entries,
        cast(summed.exits as bigint) as exits,
        cast(summed.stock as bigint) as stock,
        cast(summed.reached_leads as bigint) as reached_leads,
        case when summed.has_later_stage then cast(summed.converted_leads as bigint) end as converted_leads,
        case
            when summed.has_later_stage
                then cast(
                    {{ exact('cast(summed.converted_leads as double) / nullif(summed.reached_leads, 0)') }}
                    as decimal(9, 6)
                )
        end as conversion_rate,
        cast(coalesce(durations.ended_stays, 0) as bigint) as ended_stays,
        durations.median_days,
        summed.counted_on,
        {{ as_of_date() }} as as_of_date
    from summed
    left join {{ ref('int_stage_durations_daily') }} as durations
        on summed.stage = durations.stage and summed.counted_on = durations.counted_on
)

select * from final
