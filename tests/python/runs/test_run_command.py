"""`leads run` and `leads digest` as they are typed: what they print, how they end, and staying."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from leads.base.errors import ExitCode, LeadsError
from leads.cli import app
from leads.run.cycle import Line
from leads.run.steps import Request
from news_place import NewsPlace

Say = Callable[[Line], None]


def typed(place: NewsPlace, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["--warehouse", str(place.settings.warehouse), *words])
    return result.exit_code, result.output


class Runs:
    """A stand-in for the run, which notes what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[Request] = []
        self.errors: dict[int, LeadsError] = {}

    def __call__(self, _settings: Any, request: Request, say: Say) -> None:
        self.asked.append(request)
        say(Line("load", 0.04, "no new file", is_news=False))
        if len(self.asked) in self.errors:
            say(Line("build", 12.34, "failed", is_failed=True))
            raise self.errors[len(self.asked)]
        say(Line("build", 31.26, "209 models"))


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    made = Runs()
    monkeypatch.setattr("leads.run.cycle.run", made)
    return made


def test_each_step_is_a_line_with_its_seconds(place: NewsPlace, runs: Runs) -> None:
    code, shown = typed(place, "run", "one", "two", "--to", "csv", "--keep", "5")
    assert code == 0
    lines = shown.splitlines()
    assert lines[:2] == ["load        0.0 s  no new file", "build      31.3 s  209 models"]
    assert lines[2].startswith("in all")
    [request] = runs.asked
    assert (request.mappings, request.destinations, request.keep) == ((Path("one"), Path("two")), ("csv",), 5)


def test_it_ends_with_the_code_of_the_step_that_failed(place: NewsPlace, runs: Runs) -> None:
    runs.errors[1] = LeadsError("A test failed.", ExitCode.BUILD_FAILED)
    code, shown = typed(place, "run")
    assert code == ExitCode.BUILD_FAILED
    assert "build      12.3 s  failed" in shown and "A test failed." in shown


def test_staying_goes_on_after_a_failure_and_says_only_news(
    place: NewsPlace, runs: Runs, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("leads.run.command.time.sleep", sleep)
    runs.errors[2] = LeadsError("The warehouse is in use.", ExitCode.LOCKED)
    code, shown = typed(place, "run", "--every", "60")
    assert code == ExitCode.INTERRUPTED and slept == [60, 60, 60] and len(runs.asked) == 3
    assert "no new file" not in shown and shown.count("209 models") == 2 and "The warehouse is in use." in shown


def test_staying_ends_when_it_was_not_given_as_it_should_be(place: NewsPlace, runs: Runs) -> None:
    runs.errors[1] = LeadsError("DBT_ENV_SECRET_LEADS_KEY is not set.", ExitCode.USAGE)
    assert typed(place, "run", "--every", "60")[0] == ExitCode.USAGE


def test_a_digest_says_where_it_is(place: NewsPlace, tmp_path: Path) -> None:
    assert typed(place, "digest")[0] == ExitCode.NOT_FOUND
    place.publish()
    code, shown = typed(place, "digest", "--output", str(tmp_path / "out"), "--since", "2026-06-20")
    assert code == 0 and f"Wrote {tmp_path}/out/2026-06-30.html and 2026-06-30.txt." in shown
    assert "since 2026-06-20" in (tmp_path / "out/2026-06-30.txt").read_text(encoding="utf-8")
    assert typed(place, "digest", "--since", "soon")[0] == ExitCode.USAGE
