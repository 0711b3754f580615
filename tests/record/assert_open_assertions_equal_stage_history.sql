-- What the record asserts and has not retracted is exactly the stage history of this run.
with recorded as (
    select
        *,
        max(publication_no) over (partition by lead_id, stay_no) as last_publication_no
    from {{ ref('stage_publications') }}
),

asserted as (
    select
        lead_id,
        stay_no,
        stage,
        cycle_no,
        entry_signal,
        entry_reason,
        fit_grade,
        is_current,
        entered_on,
        left_on
    from recorded
    where publication_no = last_publication_no and action = 'assert'
),

history as (
    select
        lead_id,
        stay_no,
        stage,
        cycle_no,
        entry_signal,
        entry_reason,
        fit_grade,
        is_current,
        entered_on,
        left_on
    from {{ ref('lead_stage_history') }}
),

only_asserted as (
    select * from asserted
    except
    select * from history
),

only_in_history as (
    select * from history
    except
    select * from asserted
)

select
    lead_id,
    stay_no,
    stage,
    'asserted, not so' as problem
from only_asserted
union all
select
    lead_id,
    stay_no,
    stage,
    'so, not asserted' as problem
from only_in_history
