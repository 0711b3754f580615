"""Rows of the log of runs, as macros/runs writes them."""

from __future__ import annotations

import duckdb

RUNS = (
    "create table if not exists operations.runs (run_id varchar, moment varchar, happened_at timestamp, as_of_date date, "
    "load_batch_id bigint, models_run bigint, models_left_out bigint, tests_run bigint, tests_left_out bigint, "
    "failed_count bigint)"
)
PROBLEMS = (
    "create table if not exists operations.run_problems (run_id varchar, node_id varchar, resource_type varchar, name varchar, "
    "status varchar, failure_count bigint)"
)


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


def log_problem(con: duckdb.DuckDBPyConnection, run: str, kind: str, name: str, status: str, found: int = 0) -> None:
    """Note a node that failed or warned in a run."""
    values = [run, f"{kind}.leads.{name}", kind, name, status, found]
    con.execute("insert into operations.run_problems values (?, ?, ?, ?, ?, ?)", values)
