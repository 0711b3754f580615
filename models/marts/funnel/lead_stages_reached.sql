with reached as (
    select * from {{ ref('int_stages_reached') }}
),

-- Going on is reaching any later stage that is no exit, as in funnel_daily.
onward as (
    select
        lead_id,
        stage,
        min(converted_on) as converted_on
    from {{ ref('int_stage_conversions') }}
    where later_kind <> 'exit'
    group by lead_id, stage
),

stages as (
    select
        stage,
        coalesce(position < max(position) over (), false) as has_later_stage
    from {{ ref('funnel_stages') }}
),

final as (
    select
        reached.lead_id,
        reached.stage,
        reached.position,
        case when stages.has_later_stage then onward.lead_id is not null end as has_converted,
        reached.entered_on,
        case when stages.has_later_stage then onward.converted_on end as converted_on,
        {{ as_of_date() }} as as_of_date
    from reached
    inner join stages on reached.stage = stages.stage
    left join onward on reached.lead_id = onward.lead_id and reached.stage = onward.stage
)

select * from final
