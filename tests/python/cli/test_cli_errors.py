"""Every error is one sentence on standard error with its documented exit code."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from crafted_warehouse import Run
from leads import cli
from leads.base.errors import ExitCode

HOLD = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"


@pytest.fixture
def holder(warehouse: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the warehouse open for writing."""
    command = [sys.executable, "-c", HOLD, str(warehouse)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.terminate()


def assert_one_sentence(error: str) -> None:
    assert len(error.splitlines()) == 1
    assert "Traceback" not in error


def break_scores(warehouse: Path, message: str) -> None:
    """Make every read of the scores fail with this message."""
    with duckdb.connect(str(warehouse)) as con:
        con.execute("drop table marts.lead_scores")
        con.execute(
            f"create view marts.lead_scores as select error('{message}') as lead_id, date '2026-06-30' as as_of_date"
        )


@pytest.mark.parametrize("command", [["status"], ["report"], ["explain", "L1"]])
def test_a_missing_warehouse_is_not_found_and_not_created(run: Run, tmp_path: Path, command: list[str]) -> None:
    code, _, err = run("--warehouse", tmp_path / "none.duckdb", *command)
    assert code == ExitCode.NOT_FOUND
    assert_one_sentence(err)
    assert not (tmp_path / "none.duckdb").exists()


@pytest.mark.parametrize("command", [["status"], ["explain", "L1"], ["init"]])
def test_a_locked_warehouse_names_the_process_that_holds_it(
    run: Run, warehouse: Path, holder: subprocess.Popen[str], command: list[str]
) -> None:
    code, _, err = run("--warehouse", warehouse, *command)
    assert code == ExitCode.LOCKED
    assert_one_sentence(err)
    assert str(holder.pid) in err


@pytest.mark.parametrize("arguments", [["--as-of-date", "2026-02-30", "status"], ["build", "--as-of-date", "June"]])
def test_a_bad_date_is_a_usage_error(run: Run, arguments: list[str]) -> None:
    code, _, err = run(*arguments)
    assert code == ExitCode.USAGE
    assert_one_sentence(err)
    assert "YYYY-MM-DD" in err


def test_a_bad_date_in_the_environment_names_the_variable(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADS_AS_OF_DATE", "30.06.2026")
    code, _, err = run("status")
    assert code == ExitCode.USAGE
    assert err.startswith("LEADS_AS_OF_DATE is '30.06.2026'")


def test_a_time_zone_that_is_none_names_the_variable(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADS_BUSINESS_TIME_ZONE", "Berlin")
    code, _, err = run("status")
    assert code == ExitCode.USAGE
    assert_one_sentence(err)
    assert err.startswith("LEADS_BUSINESS_TIME_ZONE is 'Berlin'")
    assert "Europe/Berlin" in err


def test_an_unknown_example_is_not_found(run: Run) -> None:
    code, _, err = run("--example", "no_such_example", "status")
    assert code == ExitCode.NOT_FOUND
    assert_one_sentence(err)


def test_an_unknown_option_is_a_usage_error(run: Run) -> None:
    assert run("status", "--nonsense")[0] == ExitCode.USAGE


def test_an_unexpected_error_names_its_type_and_the_log_and_keeps_values_out(
    run: Run, warehouse: Path, tmp_path: Path
) -> None:
    break_scores(warehouse, "jane@example.com")
    code, _, err = run("--warehouse", warehouse, "explain", "L1")
    log = (tmp_path / "logs" / "leads.log").read_text()
    assert code == ExitCode.BUILD_FAILED
    assert_one_sentence(err)
    assert "InvalidInputException" in err
    assert str(tmp_path / "logs" / "leads.log") in err
    assert "explanation.py" in log
    assert "jane" not in err + log


def test_debugging_shows_the_error_itself(run: Run, warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADS_DEBUG", "1")
    break_scores(warehouse, "shown")
    assert run("--warehouse", warehouse, "explain", "L1") == (1, "", "")


def test_help_documents_every_exit_code(run: Run) -> None:
    code, out, _ = run("--help")
    assert code == 0
    for exit_code, meaning in cli.EXIT_CODES.items():
        assert f"{exit_code.value}  {meaning}" in out
    assert set(cli.EXIT_CODES) == set(ExitCode)


def test_the_console_script_ends_with_the_exit_code(tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from leads.cli import main; main()",
        "--warehouse",
        str(tmp_path / "none"),
        "status",
    ]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "TERM": "dumb"}, check=False)
    assert done.returncode == ExitCode.NOT_FOUND
    assert_one_sentence(done.stderr)
