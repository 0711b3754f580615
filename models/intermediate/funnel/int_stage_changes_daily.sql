with conversions as (
    select
        lead_id,
        stage,
        min(converted_on) as converted_on
    from {{ ref('int_stage_conversions') }}
    where later_kind <> 'exit'
    group by lead_id, stage
),

changes as (
    select
        stage,
        entered_on as counted_on,
        'entry' as change_kind
    from {{ ref('int_stage_history') }}
    union all
    select
        stage,
        left_on as counted_on,
        'exit' as change_kind
    from {{ ref('int_stage_history') }}
    where left_on is not null
    union all
    select
        stage,
        entered_on as counted_on,
        'reached' as change_kind
    from {{ ref('int_stages_reached') }}
    union all
    select
        stage,
        converted_on as counted_on,
        'converted' as change_kind
    from conversions
),

final as (
    select
        stage,
        counted_on,
        sum(case when change_kind = 'entry' then 1 else 0 end) as entries,
        sum(case when change_kind = 'exit' then 1 else 0 end) as exits,
        sum(case when change_kind = 'reached' then 1 else 0 end) as newly_reached_leads,
        sum(case when change_kind = 'converted' then 1 else 0 end) as newly_converted_leads
    from changes
    group by stage, counted_on
)

select * from final
