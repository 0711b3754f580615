-- name: loads
select
    _load_batch_id as load_batch,
    max(loaded_at) as loaded_at,
    count(*) as files,
    sum(landed_count)::bigint as landed,
    sum(rejected_count)::bigint as rejected
from raw.loaded_files
group by _load_batch_id
order by _load_batch_id desc

-- name: rejected
select *
from marts.rejected_rows
order by row_count desc, table_name, column_name

-- name: findings
select *
from marts.input_findings
order by row_count desc, table_name, column_name, finding

-- name: hygiene
select
    step_number,
    outcome,
    delivery_count
from marts.event_hygiene
order by step_number

-- name: coverage
select
    event_type,
    event_count,
    counted_count,
    unresolved_count,
    machine_count,
    semantic_duplicate_count,
    quarantined_count,
    has_rule,
    last_activity_on
from marts.event_type_coverage
order by has_rule, event_count desc, event_type

-- name: problems
select
    runs.happened_at,
    runs.as_of_date,
    problems.resource_type,
    problems.name,
    problems.status,
    problems.failure_count
from operations.runs as runs
inner join operations.run_problems as problems on runs.run_id = problems.run_id
where runs.moment = 'started'
order by runs.happened_at desc, problems.resource_type, problems.name

-- name: sync_runs
select
    run_no,
    destination,
    outcome,
    planned,
    acknowledged,
    rejected,
    unsent,
    seconds,
    started_at
from marts.sync_runs
order by run_no desc

-- name: sync_rejections
select
    destination,
    lead_id,
    reason,
    attempts,
    waits_for_somebody,
    last_rejected_at,
    retry_at
from marts.sync_rejections
order by waits_for_somebody desc, last_rejected_at desc, destination, lead_id

-- name: marts
select table_name
from duckdb_tables()
where schema_name = 'marts'
order by table_name
