"""dbt in this process: counts, failures in one sentence, and a warehouse that is free afterwards."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import Settings
from leads.build.dbt_runner import run_dbt
from leads.build.failures import explain_node, locked
from leads.build.progress import RunProgress
from tiny_project import settings_in

# As a statement of which the engine makes a mess; it has none that does on purpose.
FAULT = """
import duckdb
def model(dbt, session):
    kind = "INTERNAL"
    if kind:
        raise duckdb.InternalException(f"{kind} Error: dictionary changed identity")
    return session.sql("select 1 as n")
"""
OPEN = "import duckdb, sys; print(duckdb.connect(sys.argv[1]).execute('select n from good').fetchone()[0])"


def test_a_run_is_counted_and_followed_and_frees_the_warehouse(project: Settings) -> None:
    run = RunProgress()
    summary = run_dbt(project, ["build"], run)
    assert (summary.models, summary.tests, summary.warnings) == (1, 1, 0)
    assert run.line() == "2 of 2 done"
    other = subprocess.run(
        [sys.executable, "-c", OPEN, str(project.warehouse)], capture_output=True, text=True, check=True
    )
    assert other.stdout == "7\n"
    assert (project.project_dir / "logs" / "dbt.log").exists()


def test_a_run_hands_on_what_the_macros_of_the_project_said(project: Settings) -> None:
    hook = (
        "on-run-end: [\"{% if execute %}{{ log('Renewed 2 of 7.', info=true) }}{{ log('for the file') }}{% endif %}\"]"
    )
    told = project.project_dir / "dbt_project.yml"
    told.write_text(f"{told.read_text()}{hook}\n")
    assert run_dbt(project, ["build"]).said == ("Renewed 2 of 7.",)


def test_the_log_has_every_statement_when_asked_for(project: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    log = project.project_dir / "logs" / "dbt.log"
    run_dbt(project, ["build"])
    assert ("Completed successfully" in log.read_text(), "select 7 as n" in log.read_text()) == (True, False)
    monkeypatch.setenv("LEADS_DEBUG", "1")
    run_dbt(project, ["build"])
    assert "select 7 as n" in log.read_text()


@pytest.mark.parametrize(
    ("sql", "sentence"),
    [
        (
            "select null::int as n",
            "The test not_null_good_n failed: 1 row against it; to see them, run "
            "target/warehouses/w/compiled/tiny/models/models.yml/not_null_good_n.sql in a DuckDB shell.",
        ),
        (
            "select 'jane@example.com'::int as n",
            "The model good failed: Conversion Error: (the message may quote a row and is withheld); to see it, run "
            "target/warehouses/w/run/tiny/models/good.sql in a DuckDB shell.",
        ),
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
    (project.compiled_dir / "partial_parse.msgpack").unlink(missing_ok=True)  # what the tests before read
    for as_of_date in (None, date(2026, 6, 30)):
        summary = run_dbt(replace(project, rules=rules, as_of_date=as_of_date), ["build"])
        assert summary.models == 2
    assert (rules / "scale.csv").read_text() == "grade,lower_bound\nA,75\n"
    assert [path.name for path in rules.iterdir()] == ["scale.csv"]
    log = (project.project_dir / "logs/dbt.log").read_text()
    assert log.count("partial parsing because") == 1, "the second run reads what the first one parsed"


def test_a_fault_of_the_engine_reaches_the_user_with_the_node(project: Settings) -> None:
    """Also when such a fault closes the warehouse, so that what is to run at the end fails as well."""
    (project.project_dir / "models" / "bad.py").write_text(FAULT)
    with (project.project_dir / "dbt_project.yml").open("a") as file:
        file.write("\non-run-end: [\"select error('the end')\"]\n")
    with pytest.raises(LeadsError) as error:
        run_dbt(project, ["build"])
    assert str(error.value).startswith("The model bad failed: INTERNAL Error: dictionary changed identity")
    assert str(error.value).endswith("; details are in logs/dbt.log.")
    assert "dictionary changed identity" in (project.project_dir / "logs" / "dbt.log").read_text()
    assert "dictionary changed identity" in (project.compiled_dir / "run_results.json").read_text()


def test_a_lock_met_while_running_is_told_as_a_lock() -> None:
    message = (
        'IO Error: Could not set lock on file "w": Conflicting lock is held in /usr/bin/python3.11 (PID 42) by user x.'
    )
    error = locked(message, Path("warehouse/w.duckdb"))
    assert error is not None
    assert error.exit_code is ExitCode.LOCKED
    assert str(error) == "w.duckdb is held by python3.11 (process 42); end it or wait for it, then try again."
    assert locked("Binder Error: no", Path("w.duckdb")) is None


def test_memory_that_was_not_enough_names_the_remedies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LEADS_LOGS", raising=False)
    node = SimpleNamespace(name="int_events_standing", resource_type="model")
    message = "Runtime Error in model int_events_standing (x.sql)\n  Out of Memory Error: could not allocate 256 KiB"
    failed = [SimpleNamespace(node=node, failures=None, message=message)] * 2
    assert str(explain_node(failed, settings_in(tmp_path))) == (
        "The model int_events_standing ran out of memory, and 1 more failed; raise LEADS_MEMORY_LIMIT, or build one model "
        "at a time with LEADS_THREADS=1; details are in logs/dbt.log."
    )


def test_a_change_of_columns_names_the_remedy(tmp_path: Path) -> None:
    node = SimpleNamespace(name="int_events_deduplicated", resource_type="model")
    message = "Compilation Error: The source and target schemas on this incremental model are out of sync!"
    error = explain_node([SimpleNamespace(node=node, failures=None, message=message)], settings_in(tmp_path))
    assert str(error) == (
        "The columns of int_events_deduplicated changed since it was built; run `leads build --full-refresh`."
    )
