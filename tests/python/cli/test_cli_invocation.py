"""What the user typed decides what is offered to copy and which date may be read."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crafted_warehouse import Run, words_of
from leads import cli
from leads.base.console import error_screen
from leads.base.errors import ExitCode
from leads.base.invocation import program
from leads.base.settings import PROJECT_DIR

LEADS = [sys.executable, "-c", "from leads.cli import main; main()"]


@pytest.mark.parametrize("command", [["report"], ["status"], ["explain", "L1"], ["explain", "nobody"]])
def test_a_date_the_scores_are_not_of_is_refused(run: Run, warehouse: Path, command: list[str]) -> None:
    code, out, err = run("--warehouse", warehouse, "--as-of-date", "2026-01-31", *command)
    assert (code, out) == (ExitCode.USAGE, "")
    assert err == (
        f"The scores are as of 2026-06-30; run `leads --warehouse {warehouse} build --as-of-date 2026-01-31` "
        "for that day.\n"
    )


def test_the_date_of_the_scores_and_a_date_of_the_environment_are_read(
    run: Run, warehouse: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("--warehouse", warehouse, "--as-of-date", "2026-06-30", "report")[0] == 0
    monkeypatch.setenv("LEADS_AS_OF_DATE", "2026-01-31")
    assert run("--warehouse", warehouse, "report")[0] == 0


@pytest.mark.parametrize(
    ("called", "shown"),
    [(".venv/bin/leads", ".venv/bin/leads"), ("/opt/leads", "/opt/leads"), ("leads", "leads"), ("bin/pytest", "leads")],
)
def test_the_program_is_shown_as_it_was_run(monkeypatch: pytest.MonkeyPatch, called: str, shown: str) -> None:
    monkeypatch.setattr(sys, "argv", [called])
    assert program() == shown


def test_the_program_found_on_the_path_is_shown_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "leads").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "leads")])
    assert program() == "leads"


def test_generate_and_init_end_with_the_next_command(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", [".venv/bin/leads"])
    monkeypatch.chdir(tmp_path)
    options = ["--leads", 5, "--days", 7, "--end-date", "2026-06-30", "--output", "my world"]
    code, out, err = run("--warehouse", "w.duckdb", "generate", *options)
    assert (code, err) == (0, "")
    assert out.endswith("\nNext: .venv/bin/leads --warehouse w.duckdb load 'my world'\n")
    assert ".venv/bin/leads --warehouse w.duckdb build " in words_of(run("--warehouse", "w.duckdb", "init")[1])


def test_a_missing_warehouse_says_how_to_make_or_name_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADS_WAREHOUSE", "warehouse/none.duckdb")
    assert run("report")[2] == (
        "There is no warehouse warehouse/none.duckdb: run `leads load` first, or name one with --warehouse or "
        "--example.\n"
    )


def test_ctrl_c_ends_a_command_with_130(run: Run, warehouse: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("leads.report.command.require_scores", interrupt)
    assert run("--warehouse", warehouse, "report") == (ExitCode.INTERRUPTED, "", "Interrupted.\n")


def test_ctrl_c_while_the_modules_are_read_leaves_no_traceback() -> None:
    # A shell that starts tests in the background has them ignore the signal; the command is to be seen as in the foreground.
    stop = "import sys, os, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    stop += "sys.modules.pop('typer', None); sys.meta_path.insert(0, type('Stop', (), {"
    stop += f"'find_spec': lambda *a: os.kill(os.getpid(), {int(signal.SIGINT)}) if a[-3] == 'typer' else None}})); "
    done = subprocess.run([*LEADS[:2], stop + LEADS[2]], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (ExitCode.INTERRUPTED, "", "")


@pytest.mark.parametrize("command", [["report"], ["explain", "L1", "--json"]])
def test_a_reader_that_closes_the_pipe_ends_the_command_without_a_message(warehouse: Path, command: list[str]) -> None:
    with subprocess.Popen(
        [*LEADS, "--warehouse", str(warehouse), *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == -signal.SIGPIPE


def test_progress_leaves_no_blank_line_when_piped(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.progress import Progress

    with Progress(console=error_screen(), transient=True) as bar:
        bar.add_task("Loading")
    assert capsys.readouterr().err == ""


def test_the_runbook_documents_every_exit_code() -> None:
    text = (PROJECT_DIR / "docs" / "runbook.md").read_text(encoding="utf-8")
    for code, meaning in cli.EXIT_CODES.items():
        assert f"| {code.value} | {meaning} |" in text
