"""What the log of runs (macros/runs) says of the warehouse: whether what stands in it may be published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from leads.base.errors import ExitCode, LeadsError
from leads.base.marts import has_table, read

if TYPE_CHECKING:
    import duckdb

RUNS = """
    select
        started.run_id, started.as_of_date, started.load_batch_id, started.models_run, started.models_left_out,
        started.tests_run, started.tests_left_out, finished.failed_count, finished.run_id is not null as is_finished
    from operations.runs as started
    left join operations.runs as finished on started.run_id = finished.run_id and finished.moment = 'finished'
    where started.moment = 'started'
    order by started.happened_at
"""


@dataclass(frozen=True)
class Run:
    """One run of dbt: numbers of seeds and models, and of data tests, that it ran and left out (those of the record not
    counted). failed_count is None when the run did not come to its end."""

    run_id: str
    as_of_date: date
    load_batch_id: int | None
    models_run: int
    models_left_out: int
    tests_run: int
    tests_left_out: int
    failed_count: int | None
    is_finished: bool


def read_runs(con: duckdb.DuckDBPyConnection) -> list[Run]:
    """Every run, in the order in which they began."""
    return [Run(**row) for row in read(con, RUNS)] if has_table(con, "operations", "runs") else []


def unfinished(runs: list[Run]) -> Run | None:
    """The last run that touched models, when it was stopped before its end and no complete run followed."""
    changes = [run for run in runs if run.models_run]
    return changes[-1] if changes and not changes[-1].is_finished else None


def publishable(con: duckdb.DuckDBPyConnection) -> Run:
    """The run whose models stand in the warehouse, complete and tested.

    Errors: NOT_FOUND when nothing was built, else BUILD_FAILED: the last build was stopped, failed, left something out, was
    not tested, or is older than what was loaded.
    """
    runs = read_runs(con)
    changes = [run for run in runs if run.models_run]
    if not changes:
        raise LeadsError("Nothing was built yet: run `leads build`, then publish.", ExitCode.NOT_FOUND)
    last = changes[-1]
    tests = [run for run in runs[runs.index(last) :] if run.tests_run and not run.tests_left_out]
    batch = read(con, "select max(_load_batch_id) as batch from raw.loaded_files")[0]["batch"]
    problem = None
    if not last.is_finished:
        problem = "the last build was stopped before its end"
    elif last.failed_count:
        problem = "the last build failed"
    elif last.models_left_out:
        problem = f"the last build left out {last.models_left_out} of {last.models_run + last.models_left_out} models"
    elif not tests:
        problem = "the last build was not tested"
    elif not tests[-1].is_finished or tests[-1].failed_count:
        problem = "a test failed"
    elif batch != last.load_batch_id:
        problem = "files were loaded after the last build"
    if problem:
        raise LeadsError(f"Nothing was published: {problem}; run `leads build`, then publish.", ExitCode.BUILD_FAILED)
    return last
