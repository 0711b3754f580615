-- A stay that is held out has no promise of an answer; while it lasts the lead is in no queue and no destination knows.
with held_out as (
    select * from {{ ref('int_hold_outs') }}
    where is_held_out
)

select
    held_out.lead_id,
    held_out.cycle_no,
    'mql_sla' as told_in
from held_out
inner join {{ ref('mql_sla') }} as sla on held_out.lead_id = sla.lead_id and held_out.cycle_no = sla.cycle_no
union all
select
    held_out.lead_id,
    held_out.cycle_no,
    'sales_queue' as told_in
from held_out
inner join {{ ref('sales_queue') }} as queue on held_out.is_current and held_out.lead_id = queue.lead_id
union all
select
    held_out.lead_id,
    held_out.cycle_no,
    'lead_payloads' as told_in
from held_out
inner join {{ ref('lead_payloads') }} as payloads on held_out.is_current and held_out.lead_id = payloads.lead_id
