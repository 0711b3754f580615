-- The open row of the snapshot is the stay a lead is in, for exactly the leads that are in one.
with snapshotted as (
    select
        lead_id,
        stage,
        cycle_no,
        entered_on
    from {{ ref('lead_stages_snapshot') }}
    where dbt_valid_to is null
),

stays as (
    select
        lead_id,
        stage,
        cycle_no,
        entered_on
    from {{ ref('lead_stage_history') }}
    where is_current
),

only_snapshotted as (
    select * from snapshotted
    except
    select * from stays
),

only_in_history as (
    select * from stays
    except
    select * from snapshotted
)

select
    lead_id,
    stage,
    cycle_no,
    'snapshotted, not so' as problem
from only_snapshotted
union all
select
    lead_id,
    stage,
    cycle_no,
    'so, not snapshotted' as problem
from only_in_history
