"""A small warehouse written by hand: every row of every mart says which state it is of, and the log says it was built."""

from __future__ import annotations

from pathlib import Path

import duckdb

from leads.base.warehouse import connect, record_of
from leads.publish.generation import Generation, copy_of_warehouse, write_generation
from leads.publish.layout import Layout
from leads.publish.publish import clear_unfinished, next_generation, serve

KEY = b"k" * 32
TABLES = ("lead_scores", "lead_score_history", "sales_queue")
RUNS = (
    "create table if not exists operations.runs (run_id varchar, moment varchar, happened_at timestamp, as_of_date date, "
    "load_batch_id bigint, models_run bigint, models_left_out bigint, tests_run bigint, tests_left_out bigint, "
    "failed_count bigint)"
)


def write_warehouse(path: Path, state: int, rows: int = 2000) -> str:
    """Write the marts of a state, as a complete and tested build would leave them; the id of that build."""
    run = f"run-{state}"
    with connect(path) as con:
        for schema in ("raw", "marts", "operations"):
            con.execute(f"create schema if not exists {schema}")
        con.execute("create table if not exists raw.loaded_files (_load_batch_id bigint)")
        for table in TABLES:
            con.execute(
                f"create or replace table marts.{table} as "
                f"select 'lead-' || i as lead_id, i as queue_position, {state}::decimal(18, 6) as lead_score from range({rows}) t(i)"
            )
        con.execute(RUNS)
        log_run(con, run, state)
    with connect(record_of(path)):
        pass
    return run


def log_run(con: duckdb.DuckDBPyConnection, run: str, number: int, finished: bool = True, **differing: object) -> None:
    """Note a run in the log, complete and tested but for what is said to differ."""
    row: dict[str, object] = {
        "run_id": run,
        "as_of_date": "2026-03-01",
        "load_batch_id": None,
        "models_run": 3,
        "models_left_out": 0,
        "tests_run": 2,
        "tests_left_out": 0,
        "failed_count": 0,
        **differing,
    }
    for moment in ("started", "finished") if finished else ("started",):
        both = {**row, "moment": moment, "happened_at": f"2026-03-01 00:{number // 60:02d}:{number % 60:02d}"}
        both["failed_count"] = row["failed_count"] if moment == "finished" else None
        names = ", ".join(both)
        con.execute(f"insert into operations.runs ({names}) values ({', '.join(f'${name}' for name in both)})", both)


def publish_state(path: Path, run: str, keep: int = 3) -> Generation:
    """Everything that publishing does after the record was written."""
    layout = Layout(path)
    with layout.locked():
        clear_unfinished(layout)
        made = next_generation(layout, "2026-03-01", run)
        complete = write_generation(layout, made, copy_of_warehouse(layout, run, KEY))
        serve(layout, complete, keep)
    return complete
