with agreed as (
    select max(stage_thresholds.threshold_value) as leads_a_week
    from {{ ref('stage_thresholds') }} as stage_thresholds
    where stage_thresholds.threshold_id = 'weekly_capacity' and {{ valid_on('stage_thresholds', as_of_date()) }}
),

-- Where nothing is agreed: as many as sales was handed over of late.
handed_over as (
    select cast(count(*) * 7 / {{ var('funnel_window_days') }} as double) as leads_a_week
    from {{ ref('int_hand_overs') }}
    where
        entered_on <= {{ as_of_date() }}
        and entered_on > {{ add_days(as_of_date(), '-' ~ var('funnel_window_days')) }}
),

final as (
    select
        {{ exact('coalesce(cast(agreed.leads_a_week as double), handed_over.leads_a_week)') }} as weekly_capacity,
        agreed.leads_a_week is not null as is_agreed
    from agreed
    cross join handed_over
)

select * from final
