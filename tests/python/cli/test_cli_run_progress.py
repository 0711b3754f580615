"""How far a run is, as a bar and as lines of a log."""

from __future__ import annotations

import io
import sys
import threading

import pytest
from rich.console import Console

from leads.build import screen
from leads.build.progress import RunProgress
from leads.build.screen import showing


class Shown(io.StringIO):
    """What is written, and a signal when a line was."""

    def __init__(self) -> None:
        super().__init__()
        self.told = threading.Event()

    def write(self, text: str) -> int:
        if "\n" in text or "int_" in text:
            self.told.set()
        return super().write(text)


def begun() -> RunProgress:
    run = RunProgress()
    run.begin(4)
    return run


def test_before_the_first_node_the_project_is_read() -> None:
    assert RunProgress().line() == "reading the project"


def test_the_line_names_what_runs_longest_first() -> None:
    run = begun()
    run.start("b", "int_slow")
    run.start("a", "int_quick")
    assert run.line() == "0 of 4 done, running int_slow, int_quick"
    run.finish("b")
    assert run.line() == "1 of 4 done, running int_quick"
    for node in ("a", "c", "d"):
        run.finish(node)
    assert run.line() == "4 of 4 done"


def test_a_log_gets_a_line_now_and_then_and_none_after_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    log = Shown()
    monkeypatch.setattr(sys, "stderr", log)
    run = begun()
    run.start("b", "int_[slow]")
    with showing(run, "Building", line_seconds=0.01):
        assert log.told.wait(10)
    lines = log.getvalue().splitlines()
    assert set(lines) == {"Building: 0 of 4 done, running int_[slow]"}
    with showing(run, "Building", line_seconds=60):
        run.finish("b")
    assert log.getvalue().splitlines() == lines


def test_a_terminal_gets_a_bar_with_the_time_left_and_what_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Shown()
    console = Console(file=terminal, force_terminal=True, width=120, _environ={"TERM": "xterm"})
    monkeypatch.setattr(screen, "error_screen", lambda: console)
    monkeypatch.setattr("leads.base.console.error_screen", lambda: console)
    monkeypatch.setattr(screen, "BAR_SECONDS", 0.01)
    run = begun()
    run.start("a", "int_[quick]")
    run.start("b", "int_slow")
    run.finish("a")
    with showing(run, "Building"):
        assert terminal.told.wait(10)
    assert "Building" in terminal.getvalue() and "1/4" in terminal.getvalue() and "int_slow" in terminal.getvalue()
    assert "-:--:--" in terminal.getvalue(), "the time left is not known yet"
