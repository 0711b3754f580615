with stays as (
    select
        *,
        row_number() over (partition by lead_id, stage order by stay_no asc nulls last) as position_of_stay
    from {{ ref('int_stage_history') }}
),

stages as (
    select * from {{ ref('funnel_stages') }}
),

final as (
    select
        stays.lead_id,
        stays.stage,
        stages.kind,
        stages.position,
        stays.stay_no,
        stages.is_hand_over,
        stays.entered_on,
        stays.entered_at,
        case
            when stays.entry_signal = 'created' then cast({{ start_of_time() }} as timestamp)
            else {{ moment_of('stays.entered_at', 'stays.entered_on') }}
        end as reached_at
    from stays
    inner join stages on stays.stage = stages.stage
    where stays.position_of_stay = 1
)

select * from final
