"""dbt in this process: counts, failures in one sentence, and a warehouse that is free afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from dbt.adapters.events import types as adapters
from dbt.events import types as core

from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import Settings
from leads.build.dbt_runner import run_dbt
from leads.build.failures import explain_node, locked, reason
from leads.build.progress import RunProgress
from leads.build.results import read_seconds
from leads.unread_events import UNREAD

PROJECT = """
    {name: tiny, profile: tiny, flags: {send_anonymous_usage_stats: false}, seed-paths: ["{{ env_var('LEADS_RULES') }}"]}
"""
PROFILES = "{tiny: {target: t, outputs: {t: {type: duckdb, path: \"{{ env_var('LEADS_WAREHOUSE') }}\"}}}}"
MODELS = "{models: [{name: good, columns: [{name: n, data_tests: [not_null]}]}]}"
OPEN = "import duckdb, sys; print(duckdb.connect(sys.argv[1]).execute('select n from good').fetchone()[0])"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A dbt project with one model and one test."""
    monkeypatch.delenv("LEADS_LOGS", raising=False)
    monkeypatch.delenv("LEADS_TARGET", raising=False)
    (tmp_path / "models").mkdir()
    for name, text in (("dbt_project.yml", PROJECT), ("profiles.yml", PROFILES), ("models/models.yml", MODELS)):
        (tmp_path / name).write_text(text)
    (tmp_path / "models" / "good.sql").write_text("select 7 as n")
    (tmp_path / "rules").mkdir()
    return Settings(tmp_path / "w.duckdb", tmp_path / "rules", None, project_dir=tmp_path)


def test_a_run_is_counted_and_followed_and_frees_the_warehouse(project: Settings) -> None:
    run = RunProgress()
    summary = run_dbt(project, ["build"], run)
    assert (summary.models, summary.tests, summary.warnings) == (1, 1, 0)
    assert (run.line(), run.seconds_left()) == ("2 of 2 done", None)
    other = subprocess.run(
        [sys.executable, "-c", OPEN, str(project.warehouse)], capture_output=True, text=True, check=True
    )
    assert other.stdout == "7\n"
    assert (project.project_dir / "logs" / "dbt.log").exists()


def test_the_log_has_every_statement_when_asked_for(project: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    log = project.project_dir / "logs" / "dbt.log"
    run_dbt(project, ["build"])
    assert ("Completed successfully" in log.read_text(), "select 7 as n" in log.read_text()) == (True, False)
    monkeypatch.setenv("LEADS_DEBUG", "1")
    run_dbt(project, ["build"])
    assert "select 7 as n" in log.read_text()


def test_what_is_spared_would_be_told_at_level_debug_only() -> None:
    """By its class; dbt names no other level where it fires these."""
    told = {name: vars(module)[name] for module in (core, adapters) for name in UNREAD if name in vars(module)}
    assert set(told) == UNREAD
    assert {str(event.level_tag(event)) for event in told.values()} == {"EventLevel.DEBUG"}


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        ("select null::int as n", "The test not_null_good_n failed: 1 row against it; details are in logs/dbt.log."),
        ("select 'jane@example.com'::int as n", "The model good failed: Conversion Error: Could not convert string"),
        ("select missing as n", 'Referenced column "missing" '),
        ("select {{ nothing() }} as n", "'nothing' is undefined"),
    ],
)
def test_a_failure_names_the_node_and_frees_the_warehouse(project: Settings, sql: str, sentence: str) -> None:
    (project.project_dir / "models" / "good.sql").write_text("{{ config(materialized='table') }} " + sql)
    with pytest.raises(LeadsError) as error:
        run_dbt(project, ["build"])
    assert error.value.exit_code is ExitCode.BUILD_FAILED
    assert sentence in str(error.value)
    assert "jane" not in str(error.value)
    assert "\n" not in str(error.value)
    if project.warehouse.exists():
        free = [sys.executable, "-c", "import duckdb, sys; duckdb.connect(sys.argv[1])", str(project.warehouse)]
        assert subprocess.run(free, check=False).returncode == 0


@pytest.mark.parametrize("place", ["inside", "outside"])
def test_dbt_reads_the_rule_seeds_and_never_writes_them(
    project: Settings, tmp_path_factory: pytest.TempPathFactory, place: str
) -> None:
    rules = project.rules if place == "inside" else tmp_path_factory.mktemp("rules")
    (rules / "scale.csv").write_text("grade,lower_bound\nA,75\n")
    for as_of_date in (None, date(2026, 6, 30)):
        summary = run_dbt(replace(project, rules=rules, as_of_date=as_of_date), ["build"])
        assert summary.models == 2
    assert (rules / "scale.csv").read_text() == "grade,lower_bound\nA,75\n"
    assert [path.name for path in rules.iterdir()] == ["scale.csv"]
    log = (project.project_dir / "logs/dbt.log").read_text()
    assert log.count("partial parsing because") == 1, "the second run reads what the first one parsed"


def test_results_and_seconds_of_a_run_are_kept_and_no_manifest(project: Settings) -> None:
    run_dbt(project, ["build"])
    kept = {path.name for path in project.compiled_dir.iterdir()}
    assert kept >= {"run_results.json", "node_seconds.json", "partial_parse.msgpack"}
    assert "manifest.json" not in kept
    results = json.loads((project.compiled_dir / "run_results.json").read_text())["results"]
    nodes = [result["unique_id"] for result in results]
    assert list(read_seconds(project.compiled_dir, ["build"]).nodes) == nodes
    assert [name.split(".")[:3] for name in nodes] == [["model", "tiny", "good"], ["test", "tiny", "not_null_good_n"]]


def test_a_run_that_failed_keeps_the_seconds_of_the_one_before(project: Settings) -> None:
    run_dbt(project, ["build"])
    before = read_seconds(project.compiled_dir, ["build"])
    (project.project_dir / "models" / "good.sql").write_text("select null::int as n")
    with pytest.raises(LeadsError):
        run_dbt(project, ["build"])
    assert read_seconds(project.compiled_dir, ["build"]) == before
    results = json.loads((project.compiled_dir / "run_results.json").read_text())["results"]
    assert [result["status"] for result in results] == ["success", "fail"]


def test_a_lock_met_while_running_is_told_as_a_lock() -> None:
    message = (
        'IO Error: Could not set lock on file "w": Conflicting lock is held in /usr/bin/python3.11 (PID 42) by user x.'
    )
    error = locked(message, Path("warehouse/w.duckdb"))
    assert error is not None
    assert error.exit_code is ExitCode.LOCKED
    assert str(error) == "w.duckdb is held by python3.11 (process 42); end it or wait for it, then try again."
    assert locked("Binder Error: no", Path("w.duckdb")) is None


def test_quoted_values_are_left_out_of_a_reason() -> None:
    duplicate = 'Constraint Error: Duplicate key "email: jane@example.com" violates unique constraint.\nLINE 1: x'
    assert reason(duplicate) == "Constraint Error: Duplicate key (value) violates unique constraint"
    assert reason("Conversion Error: Could not convert string 'o'neil@example.com' to INT32") == (
        "Conversion Error: Could not convert string (value) to INT32"
    )


def test_memory_that_was_not_enough_names_the_remedies(tmp_path: Path) -> None:
    node = SimpleNamespace(name="int_events_standing", resource_type="model")
    message = "Runtime Error in model int_events_standing (x.sql)\n  Out of Memory Error: could not allocate 256 KiB"
    failed = [SimpleNamespace(node=node, failures=None, message=message)] * 2
    assert str(explain_node(failed, tmp_path / "w.duckdb", "dbt.log")) == (
        "The model int_events_standing ran out of memory, and 1 more failed; raise LEADS_MEMORY_LIMIT, or build one model "
        "at a time with LEADS_THREADS=1; details are in dbt.log."
    )


def test_a_change_of_columns_names_the_remedy(tmp_path: Path) -> None:
    node = SimpleNamespace(name="int_events_deduplicated", resource_type="model")
    message = "Compilation Error: The source and target schemas on this incremental model are out of sync!"
    error = explain_node([SimpleNamespace(node=node, failures=None, message=message)], tmp_path / "w.duckdb", "dbt.log")
    assert str(error) == (
        "The columns of int_events_deduplicated changed since it was built; run `leads build --full-refresh`."
    )
