"""Runs dbt inside this process, tells how far it is, and gives the DuckDB file back afterwards."""

from __future__ import annotations

import gc
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import Settings, is_debugging
from leads.build.failures import explain_exception, explain_node
from leads.build.progress import RunProgress
from leads.build.results import read_seconds, write_results, write_seconds
from leads.build.seed_folder import seed_folder
from leads.build.withhold import withholding
from leads.unread_events import sparing_unread_events

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
    progress: RunProgress | None = None,
    target: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> BuildSummary:
    """Run one dbt command with these settings; `progress` is told how far it is.

    target: an output of profiles.yml other than the default; it compiles to a folder of its own, so that dbt parses neither
    anew for the other. environment: variables that dbt sees beside the settings.

    Raises LeadsError: LOCKED when another process holds the warehouse, else BUILD_FAILED naming the first node that
    failed. The warehouse file is closed in any case.
    """
    from dbt.cli.main import dbtRunner

    started = time.monotonic()
    folder = settings.compiled_dir / target if target else settings.compiled_dir
    command = _command(settings, arguments, folder, target)
    listeners = [_listener(progress, folder, arguments)] if progress else []
    sparing = nullcontext() if is_debugging() else sparing_unread_events()
    with (
        _environment(settings, environment or {}),
        _closing_connections(),
        withholding(),
        _collecting_rarely(),
        sparing,
    ):
        outcome = dbtRunner(callbacks=listeners).invoke(command)
        log = settings.shown(settings.log_dir / "dbt.log")
        if outcome.exception is not None:
            raise explain_exception(outcome.exception, settings.warehouse, log)
        results: list[Any] = list(getattr(outcome.result, "results", []))
        if results:
            write_results(folder, outcome.result)
    failed = [result for result in results if str(result.status) in FAILED]
    if failed:
        raise explain_node(failed, settings.warehouse, log)
    if not outcome.success:
        raise LeadsError(f"dbt did not succeed and named no node; see {log}.", ExitCode.BUILD_FAILED)
    if results:
        write_seconds(folder, arguments, outcome.result)
    kinds = Counter(str(result.node.resource_type) for result in results)
    tests = sum(kinds[kind] for kind in TESTS)
    return BuildSummary(
        models=kinds["model"] + kinds["seed"] + kinds["snapshot"],
        tests=tests,
        warnings=sum(str(result.status) == "warn" for result in results),
        seconds=time.monotonic() - started,
    )


def _command(settings: Settings, arguments: Sequence[str], folder: Path, target: str | None) -> list[str]:
    """The words of the command. dbt writes no artifacts: the manifest takes it a second, and its results quote rows."""
    project = str(settings.project_dir)
    folders = ["--project-dir", project, "--profiles-dir", project, "--target-path", str(folder)]
    folders += ["--target", target] if target else []
    # Every statement in the log costs a tenth of a small build; what a node ran is in the folder it compiles to.
    level = "debug" if is_debugging() else "info"
    quiet = ["--log-level", "none", "--log-level-file", level, "--log-path", str(settings.log_dir), "--no-write-json"]
    return [*quiet, *arguments, *folders]


def _listener(progress: RunProgress, folder: Path, arguments: Sequence[str]) -> Callable[[Any], None]:
    def listen(event: Any) -> None:
        if event.info.name == "ConcurrencyLine":
            progress.begin(event.data.node_count, read_seconds(folder, arguments))
        elif event.info.name == "NodeStart":
            progress.start(event.data.node_info.unique_id, event.data.node_info.node_name)
        elif event.info.name == "NodeFinished":
            progress.finish(event.data.node_info.unique_id)

    return listen


@contextmanager
def _collecting_rarely() -> Iterator[None]:
    """The project that dbt reads is many objects that stay: to look through them again and again for garbage takes long."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 50)
    try:
        yield
    finally:
        gc.set_threshold(*before)


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
