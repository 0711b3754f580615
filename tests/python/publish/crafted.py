"""A small warehouse written by hand: every row of every mart says which state it is of, and the log says it was built."""

from __future__ import annotations

from pathlib import Path

from leads.base.warehouse import connect, record_of
from leads.publish.generation import Generation, copy_of_warehouse, write_generation
from leads.publish.layout import Layout
from leads.publish.publish import clear_unfinished, next_generation, serve
from logged_runs import PROBLEMS, RUNS, log_run

KEY = b"k" * 32
TABLES = ("lead_scores", "lead_score_history", "sales_queue")


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
        con.execute(PROBLEMS)
        log_run(con, run, state)
    with connect(record_of(path)):
        pass
    return run


def publish_state(path: Path, run: str, keep: int = 3) -> Generation:
    """Everything that publishing does after the record was written."""
    layout = Layout(path)
    with layout.locked():
        clear_unfinished(layout)
        made = next_generation(layout, "2026-03-01", run)
        complete = write_generation(layout, made, copy_of_warehouse(layout, run, KEY))
        serve(layout, complete, keep)
    return complete
