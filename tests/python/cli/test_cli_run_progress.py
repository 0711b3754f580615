"""How far a build is and how long it still takes: by a clock of the test, with nodes that take what it says."""

from __future__ import annotations

import io
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from leads.build.progress import RunProgress, in_words
from leads.build.results import SECONDS, Earlier, read_seconds, write_seconds
from leads.build.screen import showing

# A run of ten minutes on two threads.
EARLIER = Earlier(600.0, {"a": 100.0, "b": 500.0, "c": 500.0, "d": 100.0})


class Clock:
    """A clock that stands until it is moved."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def begun(clock: Clock, earlier: Earlier = EARLIER) -> RunProgress:
    run = RunProgress(clock)
    run.begin(4, earlier)
    return run


def test_without_an_earlier_run_nothing_is_estimated(clock: Clock) -> None:
    run = begun(clock, Earlier())
    run.start("a", "a")
    clock.now += 60
    assert run.seconds_left() is None
    assert run.line() == "0 of 4 done, running a"


def test_before_the_first_node_the_project_is_read(clock: Clock) -> None:
    assert RunProgress(clock).line() == "reading the project"


@pytest.mark.parametrize("pace", [0.5, 1.0, 3.0])
def test_a_run_at_a_steady_pace_is_told_to_its_end(clock: Clock, pace: float) -> None:
    run = begun(clock)
    assert run.seconds_left() == 600
    waves = (("a", "c"), ("b", "d"))
    for wave in waves:
        for node in wave:
            run.start(node, node)
        clock.now += pace * sum(EARLIER.nodes[node] for node in wave) / 2
        for node in wave:
            run.finish(node)
        if wave is waves[0]:
            left = run.seconds_left()
            assert left == pytest.approx(pace * 300, rel=0.2)
    assert run.seconds_left() is None
    assert run.line() == "4 of 4 done"


def test_the_time_left_falls_while_a_long_node_runs_and_stands_when_it_takes_longer(clock: Clock) -> None:
    run = begun(clock)
    run.start("b", "b")
    run.start("c", "c")
    told = []
    for _ in range(5):
        clock.now += 100
        told.append(run.seconds_left())
    assert told == sorted(told, reverse=True)  # type: ignore[type-var]
    assert told[-1] == pytest.approx(100, rel=0.01)
    clock.now += 300
    assert run.seconds_left() == pytest.approx(100 * 860 / 560)


def test_nodes_that_are_new_take_no_time_of_the_estimate(clock: Clock) -> None:
    run = begun(clock)
    run.start("new", "new")
    run.finish("new")
    assert run.seconds_left() == 600


def test_the_line_names_what_runs_longest_first(clock: Clock) -> None:
    run = begun(clock)
    run.start("b", "int_slow")
    clock.now += 1
    run.start("a", "int_quick")
    assert run.line() == "0 of 4 done, about 10 min left, running int_slow, int_quick"
    clock.now += 299
    run.finish("b")
    assert run.line() == "1 of 4 done, about 5 min left, running int_quick"


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.2, "1 s"), (59, "59 s"), (60, "1 min"), (1500, "25 min"), (4200, "1 h 10 min")]
)
def test_a_span_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


@dataclass
class Result:
    """What dbt gives back, as far as it is read."""

    results: list[Any]
    elapsed_time: float


def result(**nodes: float) -> Result:
    ran = [SimpleNamespace(node=SimpleNamespace(unique_id=name), execution_time=took) for name, took in nodes.items()]
    return Result(ran, sum(nodes.values()))


def test_each_kind_of_run_remembers_its_own_last_one(tmp_path: Path) -> None:
    nightly, full = ["build"], ["build", "--full-refresh"]
    assert read_seconds(tmp_path, nightly) == Earlier()
    write_seconds(tmp_path, nightly, result(a=1.0))
    write_seconds(tmp_path, full, result(a=9.0))
    write_seconds(tmp_path, nightly, result(a=2.0, b=1.0))
    assert read_seconds(tmp_path, nightly) == Earlier(3.0, {"a": 2.0, "b": 1.0})
    assert read_seconds(tmp_path, full) == Earlier(9.0, {"a": 9.0})


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b'{"build": 3}', b'{"build": {"seconds": 1}}'])
def test_a_damaged_file_is_no_earlier_run_and_is_replaced(tmp_path: Path, content: bytes) -> None:
    (tmp_path / SECONDS).write_bytes(content)
    assert read_seconds(tmp_path, ["build"]) == Earlier()
    write_seconds(tmp_path, ["build"], result(a=1.0))
    assert read_seconds(tmp_path, ["build"]) == Earlier(1.0, {"a": 1.0})


def test_a_log_gets_a_line_now_and_then_and_none_after_the_end(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    told = threading.Event()

    class Log(io.StringIO):
        def write(self, text: str) -> int:
            if "\n" in text:
                told.set()
            return super().write(text)

    log = Log()
    monkeypatch.setattr(sys, "stderr", log)
    run = begun(clock)
    run.start("b", "int_[slow]")
    with showing(run, "Building", line_seconds=0.01):
        assert told.wait(10)
    lines = log.getvalue().splitlines()
    assert set(lines) == {"Building: 0 of 4 done, about 10 min left, running int_[slow]"}
    with showing(run, "Building", line_seconds=60):
        run.finish("b")
    assert log.getvalue().splitlines() == lines
