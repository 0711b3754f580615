-- At every time a snapshot was taken, the current stages by the publications up to then are the snapshot's rows
-- valid then. Both change at their own times only, so comparing each lead at these compares it at all times.
with publications as (
    select
        *,
        lead(recorded_at) over (
            partition by lead_id, stay_no order by publication_no asc nulls last, action desc nulls last
        ) as retracted_at
    from {{ ref('stage_publications') }}
),

assertions as (
    select * from publications
    where action = 'assert' and is_current
),

snapshotted as (
    select * from {{ ref('lead_stages_snapshot') }}
),

moments as (
    select dbt_valid_from as moment_at from snapshotted
    union distinct
    select dbt_valid_to as moment_at from snapshotted
    where dbt_valid_to is not null
),

-- A run that was stopped between the two is seen at the next snapshot.
publications_seen as (
    select
        runs.recorded_at,
        min(moments.moment_at) as moment_at
    from (select distinct recorded_at from publications) as runs
    inner join moments on runs.recorded_at <= moments.moment_at
    group by runs.recorded_at
),

points as (
    select
        publications.lead_id,
        publications_seen.moment_at
    from publications
    inner join publications_seen on publications.recorded_at = publications_seen.recorded_at
    union distinct
    select
        lead_id,
        dbt_valid_from as moment_at
    from snapshotted
    union distinct
    select
        lead_id,
        dbt_valid_to as moment_at
    from snapshotted
    where dbt_valid_to is not null
),

told as (
    select
        points.lead_id,
        points.moment_at,
        assertions.stage,
        assertions.cycle_no,
        assertions.entered_on
    from points
    inner join assertions
        on
            points.lead_id = assertions.lead_id
            and points.moment_at >= assertions.recorded_at
            and (assertions.retracted_at is null or points.moment_at < assertions.retracted_at)
),

kept as (
    select
        points.lead_id,
        points.moment_at,
        snapshotted.stage,
        snapshotted.cycle_no,
        snapshotted.entered_on
    from points
    inner join snapshotted
        on
            points.lead_id = snapshotted.lead_id
            and points.moment_at >= snapshotted.dbt_valid_from
            and (snapshotted.dbt_valid_to is null or points.moment_at < snapshotted.dbt_valid_to)
),

only_told as (
    select * from told
    except
    select * from kept
),

only_kept as (
    select * from kept
    except
    select * from told
)

select
    lead_id,
    moment_at,
    stage,
    'published, not snapshotted' as problem
from only_told
union all
select
    lead_id,
    moment_at,
    stage,
    'snapshotted, not published' as problem
from only_kept
