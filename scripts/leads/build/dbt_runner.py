"""Runs dbt inside this process, tells how far it is, and gives the DuckDB file back afterwards."""

from __future__ import annotations

import gc
import os
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import Settings, is_debugging
from leads.build.failures import FAILED, explain_exception, explain_node
from leads.build.progress import RunProgress
from leads.build.results import write_artifacts
from leads.build.seed_folder import seed_folder
from leads.build.warnings import warned_nodes, warned_of_project
from leads.build.withhold import withholding

TESTS = ("test", "unit_test")


@dataclass(frozen=True)
class BuildSummary:
    """What a run did: numbers of models (with seeds and snapshots), of tests and of tests that warned; seconds of wall time;
    what the project's own macros said of it, a sentence each (which leads were renewed, or why tables were written whole)."""

    models: int
    tests: int
    warnings: int
    seconds: float
    said: tuple[str, ...] = ()


def run_dbt(
    settings: Settings,
    arguments: Sequence[str],
    progress: RunProgress | None = None,
    target: str | None = None,
    environment: Mapping[str, str] | None = None,
    warn: Callable[[str], None] = lambda _: None,
    keeps_artifacts: bool = True,
) -> BuildSummary:
    """Run one dbt command with these settings; `progress` is told how far it is, `warn` one sentence for every warning.

    target: an output of profiles.yml other than the default; it compiles to a folder of its own, so that dbt parses neither
    anew for the other. environment: variables that dbt sees beside the settings. keeps_artifacts: whether manifest.json and
    run_results.json become those of this run; a run that only looks leaves those that `dbt retry` may still need.

    Raises LeadsError: LOCKED when another process holds the warehouse, else BUILD_FAILED naming the first node that
    failed. The warehouse file is closed in any case.
    """
    from dbt.cli.main import dbtRunner

    started = time.monotonic()
    folder = settings.compiled_dir / target if target else settings.compiled_dir
    quiet, place = _options(settings, str(folder), target)
    said: list[str] = []
    listeners = [warned_of_project(warn), _hearing(said), *([_listener(progress)] if progress else [])]
    with (
        _environment(settings, environment or {}),
        _closing_connections(),
        withholding(),
        _collecting_rarely(),
        _reading_former_rules(),
    ):
        # Read first, then run: so the manifest is at hand to be written, and dbt itself writes nothing that quotes rows.
        read = dbtRunner(callbacks=listeners).invoke([*quiet, "parse", *_variables(arguments), *place])
        manifest: Any = read.result
        outcome = dbtRunner(manifest, listeners).invoke([*quiet, *arguments, *place]) if read.success else read
        if outcome.exception is not None:
            raise explain_exception(outcome.exception, settings)
        results: list[Any] = list(getattr(outcome.result, "results", []))
        if results and keeps_artifacts:
            write_artifacts(folder, manifest, outcome.result, settings.effective_as_of_date)
    for sentence in warned_nodes(results, settings):
        warn(sentence)
    failed = [result for result in results if str(result.status) in FAILED]
    if failed:
        raise explain_node(failed, settings)
    if not outcome.success:
        raise LeadsError(f"dbt did not succeed and named no node; see {settings.dbt_log}.", ExitCode.BUILD_FAILED)
    kinds = Counter(str(result.node.resource_type) for result in results)
    return BuildSummary(
        models=kinds["model"] + kinds["seed"] + kinds["snapshot"],
        tests=sum(kinds[kind] for kind in TESTS),
        warnings=sum(str(result.status) == "warn" for result in results),
        seconds=time.monotonic() - started,
        said=tuple(said),
    )


def _options(settings: Settings, folder: str, target: str | None) -> tuple[list[str], list[str]]:
    """The options before dbt's command and those after it."""
    project = str(settings.project_dir)
    folders = ["--project-dir", project, "--profiles-dir", project, "--target-path", folder]
    folders += ["--target", target] if target else []
    # Every statement in the log costs a tenth of a small build; what a node ran is in the folder it compiles to.
    level = "debug" if is_debugging() else "info"
    quiet = ["--log-level", "none", "--log-level-file", level, "--log-path", str(settings.log_dir), "--no-write-json"]
    return quiet, folders


def _variables(arguments: Sequence[str]) -> Sequence[str]:
    """`--vars` with its value, where given: the project is read with the same ones."""
    at = arguments.index("--vars") if "--vars" in arguments else len(arguments)
    return arguments[at : at + 2]


def _hearing(said: list[str]) -> Callable[[Any], None]:
    def listen(event: Any) -> None:
        if event.info.name == "JinjaLogInfo":
            said.append(event.data.msg)

    return listen


def _listener(progress: RunProgress) -> Callable[[Any], None]:
    def listen(event: Any) -> None:
        if event.info.name == "ConcurrencyLine":
            progress.begin(event.data.node_count)
        elif event.info.name == "NodeStart":
            progress.start(event.data.node_info.unique_id, event.data.node_info.node_name)
        elif event.info.name == "NodeFinished":
            progress.finish(event.data.node_info.unique_id)

    return listen


@contextmanager
def _reading_former_rules() -> Iterator[None]:
    """dbt names the type of every column of a seed; its reader warns of those that a former folder of rules lacks, which are
    added empty (macro add_lacking_columns)."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*does not match the name of any column", category=RuntimeWarning)
        yield


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
