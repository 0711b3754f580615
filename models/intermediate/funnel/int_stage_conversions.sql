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

onward as (
    select
        reached.lead_id,
        reached.stage,
        stays.stage as later_stage,
        stages.kind as later_kind,
        reached.entered_on,
        reached.entered_at,
        stays.entered_on as converted_on,
        stays.entered_at as converted_at,
        row_number() over (
            partition by reached.lead_id, reached.stage, stays.stage order by stays.stay_no asc nulls last
        ) as position_of_stay
    from reached
    inner join stays
        on
            reached.lead_id = stays.lead_id
            and reached.stay_no < stays.stay_no
            and reached.reached_at < {{ moment_of('stays.entered_at', 'stays.entered_on') }}
    inner join stages
        on stays.stage = stages.stage and (reached.position < stages.position or stages.position is null)
),

-- Between moments where both have one, else between dates: one precision on both sides.
timed as (
    select
        *,
        case
            when entered_at is null or converted_at is null
                then 86400 * {{ day_difference('converted_on', 'entered_on') }}
            else greatest({{ second_difference('converted_at', 'entered_at') }}, 0)
        end as seconds_to_convert
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
        entered_on = converted_on as is_same_day,
        converted_on
    from timed
)

select * from final
