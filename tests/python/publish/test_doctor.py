"""The doctor sees what is wrong and says what to do; what is well it calls well."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crafted import publish_state, write_warehouse
from leads.base.settings import Settings
from leads.base.warehouse import connect, record_of, sync_state_of
from leads.doctor import checks
from leads.doctor.finding import Finding
from leads.publish import durable
from leads.publish.layout import ANALYSTS, BI, Layout
from leads.sync.state import TABLES
from logged_runs import log_problem, log_run

HOLD = "import duckdb, sys; held = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    path = tmp_path / "leads.duckdb"
    publish_state(path, write_warehouse(path, 1))
    return Settings(path, path, None)


def problems(settings: Settings, *wanted: checks.Check) -> dict[str, str]:
    """What these checks say is wrong, with what to do, by subject; each such finding names a remedy."""
    found = [finding for check in wanted for finding in check(settings)]
    assert all(bool(finding.problem) == bool(finding.remedy) for finding in found)
    return {finding.subject: f"{finding.problem}; {finding.remedy}" for finding in found if finding.problem}


def flip_byte(path: Path, offset: int) -> None:
    """Change one byte, as a failing disk does."""
    path.chmod(0o644)
    with path.open("r+b") as opened:
        opened.seek(offset)
        byte = opened.read(1)[0]
        opened.seek(offset)
        opened.write(bytes([byte ^ 0xFF]))


def test_a_healthy_warehouse_has_nothing_to_look_at(settings: Settings) -> None:
    assert not problems(
        settings, checks.files, checks.leftovers, checks.runs, checks.generations, checks.served, checks.room
    )


def test_bit_rot_is_found_wherever_data_lies(settings: Settings) -> None:
    whole = settings.warehouse.read_bytes()
    with connect(settings.warehouse, read_only=True) as con:
        block_size = con.execute("select block_size from pragma_database_size()").fetchall()[0][0]
        used = {
            block
            for table in ("lead_scores", "lead_score_history", "sales_queue")
            for (block,) in con.execute(
                f"select distinct block_id from pragma_storage_info('marts.{table}') where persistent and block_id >= 0"
            ).fetchall()
        }
    assert used
    for block in used:
        flip_byte(settings.warehouse, 3 * 4096 + block * block_size + 100)
        told = problems(settings, checks.files)
        assert "the file is damaged" in told["leads.duckdb"] and "copy the served file" in told["leads.duckdb"]
        settings.warehouse.write_bytes(whole)
    settings.warehouse.write_bytes(whole[:100])
    assert "the file is damaged" in problems(settings, checks.files)["leads.duckdb"]
    assert [finding.subject for finding in checks.examine(settings)] == ["leads.duckdb", "leads.duckdb.record"]


def test_a_damaged_state_of_syncs_is_told(settings: Settings) -> None:
    state = sync_state_of(settings.warehouse)
    with connect(state) as con:
        con.execute(TABLES)
    assert not problems(settings, checks.files)
    state.write_bytes(state.read_bytes()[:2000])
    assert "everybody once more" in problems(settings, checks.files)[state.name]


def test_a_missing_record_and_a_held_file_are_told(settings: Settings) -> None:
    record_of(settings.warehouse).unlink()
    assert "it is not there" in problems(settings, checks.files)["leads.duckdb.record"]
    command = [sys.executable, "-c", HOLD, str(settings.warehouse)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline() == b"held\n"
        assert "held by another process" in problems(settings, checks.files)["leads.duckdb"]
        holder.communicate(b"")


def test_a_stopped_build_is_told_until_another_ends(settings: Settings) -> None:
    with connect(settings.warehouse) as con:
        log_run(con, "killed", 100, finished=False)
    assert "stopped before its end; run `leads build`" in problems(settings, checks.runs)["last build"]
    with connect(settings.warehouse) as con:
        log_run(con, "whole", 101)
    assert not problems(settings, checks.runs)
    assert "it is not published; run `leads publish`" in problems(settings, checks.served)["last build"]


def test_a_failed_build_is_told_with_its_nodes_until_another_ends_well(settings: Settings) -> None:
    with connect(settings.warehouse) as con:
        log_run(con, "failed", 100, failed_count=7)
        for name in ("int_b", "int_a"):
            log_problem(con, "failed", "model", name, "error")
        log_problem(con, "failed", "test", "scores_are_unique", "fail", 3)
        log_problem(con, "failed", "test", "merges_end_somewhere", "warn", 1)
        log_problem(con, "failed", "unit_test", "decay_halves", "fail")
    told = problems(settings, checks.runs)["last build"]
    assert told.startswith(
        "it failed: the model int_a, the model int_b, the test scores_are_unique (3 rows against it) and 1 more; read why in "
    )
    assert told.endswith("dbt.log, correct it and run `leads build`")
    with connect(settings.warehouse) as con:
        log_run(con, "whole", 101)
    assert not problems(settings, checks.runs)
    with connect(settings.warehouse) as con:
        log_run(con, "tested", 102, models_run=0, failed_count=1)
        log_problem(con, "tested", "test", "scores_are_unique", "fail", 3)
    assert "it failed: the test scores_are_unique (3 rows" in problems(settings, checks.runs)["last build"]


def test_a_failed_build_of_a_version_that_named_no_nodes_is_told_too(settings: Settings) -> None:
    with connect(settings.warehouse) as con:
        con.execute("drop table operations.run_problems")
        log_run(con, "failed", 100, failed_count=1)
    assert problems(settings, checks.runs)["last build"].startswith("it failed; read why in ")


def test_a_build_that_could_not_write_its_end_names_the_nodes_by_its_results(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a fault of the engine, which closes the warehouse to everything that follows."""
    monkeypatch.setenv("LEADS_TARGET", str(tmp_path))
    results = [
        {"unique_id": "model.leads.int_a", "status": "error"},
        {"unique_id": "operation.leads.on-run-end-0", "status": "error"},
    ]
    settings.compiled_dir.mkdir(parents=True)
    for run in ("fatal", "another"):
        text = json.dumps({"metadata": {"invocation_id": run}, "results": results})
        (settings.compiled_dir / "run_results.json").write_text(text)
        with connect(settings.warehouse) as con:
            log_run(con, "fatal", 100, finished=False)
        told = problems(settings, checks.runs)["last build"]
        assert told.startswith("it was stopped before its end: the model int_a; read why") == (run == "fatal")
    (settings.compiled_dir / "run_results.json").write_text("{")
    assert problems(settings, checks.runs)["last build"] == "it was stopped before its end; run `leads build`"


def test_a_generation_and_a_served_file_that_differ_are_told(settings: Settings) -> None:
    layout = Layout(settings.warehouse)
    publish_state(settings.warehouse, write_warehouse(settings.warehouse, 2))
    durable.serve(layout.file_in(layout.generation(1), BI), layout.served(BI))
    assert problems(settings, checks.served) == {"served to bi": "it is generation 1, not 2; run `leads publish`"}
    layout.served(BI).unlink()
    assert "it is generation none, not 2" in problems(settings, checks.served)["served to bi"]
    flip_byte(layout.file_in(layout.generation(1), ANALYSTS), 5000)
    assert (
        "is not what was published; remove the folder 000001" in problems(settings, checks.generations)["generation 1"]
    )
    (layout.generation(2) / "generation.json").chmod(0o644)
    (layout.generation(2) / "generation.json").write_text("{")
    assert "is damaged" in problems(settings, checks.generations)["generation 2"]


def test_no_room_is_told(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000}))
    assert "make room" in problems(settings, checks.room)["disk"]


def test_a_check_that_cannot_be_made_is_a_finding(settings: Settings) -> None:
    with connect(settings.warehouse) as con:
        log_run(con, "failed", 100, failed_count=1)
    found: list[Finding] = list(checks.examine(settings))
    assert any(finding.subject == "served" and finding.problem == "Nothing was published" for finding in found)
