with leads as (
    select * from {{ ref('int_leads_known') }}
    where known_on = {{ as_of_date() }}
),

began as (
    select * from {{ ref('int_stages_reached') }}
    where stay_no = 1
),

hand_overs as (
    select
        lead_id,
        min(entered_on) as mql_on
    from {{ ref('int_stages_reached') }}
    where is_hand_over
    group by lead_id
),

qualified as (
    select
        lead_id,
        min(entered_on) as sql_on
    from {{ ref('int_stage_history') }}
    where entry_signal = 'qualified'
    group by lead_id
),

won as (
    select
        lead_id,
        min(entered_on) as won_on,
        min(entered_at) as won_at
    from {{ ref('int_stages_reached') }}
    where kind = 'won'
    group by lead_id
),

final as (
    select
        leads.lead_id,
        leads.lead_key,
        leads.audience,
        case
            when won.lead_id is not null then greatest({{ second_difference('won.won_at', 'began.entered_at') }}, 0)
        end as seconds_to_customer,
        hand_overs.lead_id is not null as is_mql,
        qualified.lead_id is not null as is_sql,
        won.lead_id is not null as is_customer,
        began.entered_on as began_on,
        hand_overs.mql_on,
        qualified.sql_on,
        won.won_on
    from leads
    left join began on leads.lead_id = began.lead_id
    left join hand_overs on leads.lead_id = hand_overs.lead_id
    left join qualified on leads.lead_id = qualified.lead_id
    left join won on leads.lead_id = won.lead_id
)

select * from final
