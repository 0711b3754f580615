with reached as (
    select * from {{ ref('int_stages_reached') }}
    where position is not null
),

stays as (
    select * from {{ ref('int_stage_history') }}
),

stages as (
    select * from {{ ref('funnel_stages') }}
),

-- From the first stay in a stage to the first later stay in each other stage.
onward as (
    select
        reached.lead_id,
        reached.stage,
        stays.stage as later_stage,
        stages.kind as later_kind,
        reached.reached_at,
        stays.entered_on as converted_on,
        coalesce(stays.entered_at, cast(stays.entered_on as timestamp)) as converted_at,
        row_number() over (
            partition by reached.lead_id, reached.stage, stays.stage order by stays.stay_no asc nulls last
        ) as position_of_stay
    from reached
    inner join stays on reached.lead_id = stays.lead_id and reached.stay_no < stays.stay_no
    inner join stages
        on stays.stage = stages.stage and (reached.position < stages.position or stages.position is null)
),

-- Two acts of one date may be in the other order by moment: a duration is never below 0.
timed as (
    select
        *,
        greatest({{ second_difference('converted_at', 'reached_at') }}, 0) as seconds_to_convert
    from onward
    where position_of_stay = 1
),

final as (
    select
        lead_id,
        stage,
        later_stage,
        later_kind,
        seconds_to_convert,
        case
            when converted_on > {{ add_days(as_of_date(), 0 - (var('funnel_window_days') | int)) }}
                then seconds_to_convert
        end as recent_seconds_to_convert,
        converted_on
    from timed
)

select * from final
