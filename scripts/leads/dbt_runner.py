"""Runs dbt inside this process, tells how far it is, and gives the DuckDB file back afterwards."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from leads.errors import ExitCode, LeadsError
from leads.failures import explain_exception, explain_node
from leads.seed_folder import seed_folder
from leads.settings import Settings
from leads.withhold import withholding

Progress = Callable[[int, int, str], None]
FAILED = ("error", "fail", "runtime error", "partial success")
TESTS = ("test", "unit_test")


@dataclass(frozen=True)
class BuildSummary:
    """What a run did: numbers of models (with seeds and snapshots), of tests and of warnings; seconds of wall time."""

    models: int
    tests: int
    warnings: int
    seconds: float


def run_dbt(
    settings: Settings,
    arguments: Sequence[str],
    progress: Progress | None = None,
    target: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> BuildSummary:
    """Run one dbt command with these settings; `progress` is told (nodes done, nodes in all, node name).

    target: an output of profiles.yml other than the default; it compiles to a folder of its own, so that dbt parses neither
    anew for the other. environment: variables that dbt sees beside the settings.

    Raises LeadsError: LOCKED when another process holds the warehouse, else BUILD_FAILED naming the first node that
    failed. The warehouse file is closed in any case.
    """
    from dbt.cli.main import dbtRunner

    started = time.monotonic()
    with _environment(settings, environment or {}), _closing_connections(), withholding(settings.target_dir):
        outcome = dbtRunner(callbacks=[_listener(progress)] if progress else []).invoke(
            _command(settings, arguments, target)
        )
        log = settings.shown(settings.log_dir / "dbt.log")
        if outcome.exception is not None:
            raise explain_exception(outcome.exception, settings.warehouse, log)
        results: list[Any] = list(getattr(outcome.result, "results", []))
    failed = [result for result in results if str(result.status) in FAILED]
    if failed:
        raise explain_node(failed, settings.warehouse, log)
    if not outcome.success:
        raise LeadsError(f"dbt did not succeed and named no node; see {log}.", ExitCode.BUILD_FAILED)
    kinds = Counter(str(result.node.resource_type) for result in results)
    tests = sum(kinds[kind] for kind in TESTS)
    return BuildSummary(
        models=kinds["model"] + kinds["seed"] + kinds["snapshot"],
        tests=tests,
        warnings=sum(str(result.status) == "warn" for result in results),
        seconds=time.monotonic() - started,
    )


def _command(settings: Settings, arguments: Sequence[str], target: str | None) -> list[str]:
    project = str(settings.project_dir)
    compiled = settings.target_dir / target if target else settings.target_dir
    folders = ["--project-dir", project, "--profiles-dir", project, "--target-path", str(compiled)]
    folders += ["--target", target] if target else []
    quiet = ["--log-level", "none", "--log-level-file", "debug", "--log-path", str(settings.log_dir)]
    return [*quiet, *arguments, *folders]


def _listener(progress: Progress) -> Callable[[Any], None]:
    state = {"done": 0, "total": 0}

    def listen(event: Any) -> None:
        if event.info.name == "ConcurrencyLine":
            state["total"] = event.data.node_count
        elif event.info.name == "NodeFinished":
            state["done"] += 1
            progress(state["done"], state["total"], event.data.node_info.node_name)

    return listen


@contextmanager
def _environment(settings: Settings, more: Mapping[str, str]) -> Iterator[None]:
    """Let dbt see the settings while it runs, and put the environment back."""
    before = dict(os.environ)
    os.environ.update({**settings.environment(), "LEADS_RULES": seed_folder(settings), **more})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextmanager
def _closing_connections() -> Iterator[None]:
    """dbt-duckdb keeps the file open, and locked, until its environment is gone: close it."""
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.adapters.factory import cleanup_connections, reset_adapters

    try:
        yield
    finally:
        cleanup_connections()  # type: ignore[no-untyped-call]
        reset_adapters()  # type: ignore[no-untyped-call]
        environment = DuckDBConnectionManager._ENV
        if environment is not None:
            environment.close()
        DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
