"""What the log of runs (macros/runs) says of the warehouse: how the last build ended, whether what stands in it may be published."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from leads.base.console import count
from leads.base.errors import ExitCode, LeadsError
from leads.base.marts import has_table, read
from leads.base.settings import Settings
from leads.build.failures import FAILED

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

PROBLEMS = """
    select name, replace(resource_type, '_', ' ') as kind, status = 'warn' as is_warning, failure_count
    from operations.run_problems where run_id = ? order by resource_type, name
"""
NAMED = 3  # of the nodes that failed; the log has all


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


@dataclass(frozen=True)
class Problem:
    """A node that failed or warned. kind: model, test, seed ... failure_count: rows that a test found, else 0."""

    name: str
    kind: str
    is_warning: bool
    failure_count: int

    def __str__(self) -> str:
        found = f" ({count(self.failure_count, 'row')} against it)" if self.failure_count else ""
        return f"the {self.kind} {self.name}{found}"


def read_problems(con: duckdb.DuckDBPyConnection, run: Run) -> list[Problem]:
    """What failed or warned in a run."""
    known = has_table(con, "operations", "run_problems")
    return [Problem(**row) for row in read(con, PROBLEMS, run.run_id)] if known else []


def last_build(runs: list[Run]) -> list[Run]:
    """The last run that touched models and, when that is another one, the last run of all tests since."""
    changes = [run for run in runs if run.models_run]
    if not changes:
        return []
    tests = [run for run in runs[runs.index(changes[-1]) + 1 :] if run.tests_run and not run.tests_left_out]
    return [changes[-1], *tests[-1:]]


def what_failed(con: duckdb.DuckDBPyConnection, settings: Settings) -> tuple[str, str] | None:
    """How the last build went wrong, with the nodes, and what to do; None when all went well or nothing was built."""
    runs = read_runs(con)
    stopped = unfinished(runs)
    failed = [stopped] if stopped else [run for run in last_build(runs) if run.failed_count]
    if not failed:
        return None
    problems = [problem for run in failed for problem in read_problems(con, run) or in_results(settings, run)]
    names = list(dict.fromkeys(str(problem) for problem in problems if not problem.is_warning))
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    ended = "was stopped before its end" if stopped else "failed"
    if stopped and not names:
        return ended, "run `leads build`"
    told = f"{ended}: {', '.join(names[:NAMED])}{more}" if names else ended
    return told, f"read why in {settings.dbt_log}, correct it and run `leads build`"


def in_results(settings: Settings, run: Run) -> list[Problem]:
    """What failed in a run by its run_results.json, for a run that could not write to the warehouse any more; nothing when the
    file is of another run."""
    try:
        told = json.loads((settings.compiled_dir / "run_results.json").read_text(encoding="utf-8"))
        if told["metadata"]["invocation_id"] != run.run_id:
            return []
        ids = [one["unique_id"].split(".") for one in told["results"] if one["status"] in FAILED]
        return [Problem(parts[2], parts[0].replace("_", " "), False, 0) for parts in ids if parts[0] != "operation"]
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return []  # of a damaged file the log of dbt tells as much


def what_warned(con: duckdb.DuckDBPyConnection) -> list[str]:
    """What the last build warned of."""
    problems = [problem for run in last_build(read_runs(con)) for problem in read_problems(con, run)]
    return list(dict.fromkeys(str(problem) for problem in problems if problem.is_warning))


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
