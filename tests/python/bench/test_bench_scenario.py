"""The order of a run with the work played: what is built when, what is skipped, and that different scores stop it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench import scenario as module
from bench.load.write_load import Load
from bench.measure import Measurement, NotThereError
from bench.scenario import BUILD, FLOOR, Outcome, Scenario
from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import PROJECT_DIR

Call = tuple[str, dict[str, object]]


def play(
    folder: Path, monkeypatch: pytest.MonkeyPatch, different: int = 0, events: int = 10_000, short: bool = False
) -> tuple[Outcome, list[Call]]:
    """Run a scenario whose work takes a second each; pandas and replay are not there."""
    calls: list[Call] = []

    def measure(name: str, **arguments: object) -> Measurement:
        calls.append((name, arguments))
        if name == "replay" or arguments.get("module") == "with_pandas":
            raise NotThereError("no such module")
        return Measurement(1.0, 1.0, 1, {})

    monkeypatch.setattr(module, "measure", measure)
    monkeypatch.setattr(module, "differ_from_file", lambda scores, others: 0)
    monkeypatch.setattr(module, "differ_from_marts", lambda scores, warehouse: different)
    folder.mkdir()
    load = Load(events=events)
    return Scenario(load, PROJECT_DIR / "seeds/rules", folder, lambda text: None, short).run(2), calls


def test_everything_is_measured_as_often_as_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome, calls = play(tmp_path / "bench", monkeypatch)
    assert {len(measured) for measured in outcome.measured.values()} == {2}
    assert list(outcome.measured)[:2] == [FLOOR, "Polars"] and BUILD in outcome.measured
    assert set(outcome.skipped) == {"pandas", "replay of one date", "replay of 30 dates", "replay of 365 dates"}
    builds = [arguments for name, arguments in calls if name == "build"][:5]
    assert [(build["full_refresh"], build["tested"]) for build in builds] == [
        (True, False),
        (True, True),
        *[(False, False)] * 3,
    ]
    load = Load(events=10_000)
    assert [build["as_of"] for build in builds] == [load.last_date] * 2 + [load.next_date] * 3
    changed = Path(str(builds[4]["rules"])) / "engagement_rules.csv"
    before = (PROJECT_DIR / "seeds/rules/engagement_rules.csv").read_text(encoding="utf-8").splitlines()
    assert sum(one != other for one, other in zip(before, changed.read_text().splitlines(), strict=True)) == 1


def test_other_scores_stop_the_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LeadsError) as caught:
        play(tmp_path / "bench", monkeypatch, different=3)
    assert caught.value.exit_code == ExitCode.BUILD_FAILED and str(caught.value).startswith("3 leads have another")


def test_frames_are_not_tried_where_they_do_not_fit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome, calls = play(tmp_path / "bench", monkeypatch, events=10_000_000_000)
    assert "free memory" in outcome.skipped["Polars"] and "free memory" in outcome.skipped["pandas"]
    assert not [name for name, _ in calls if name == "frames"]
    assert outcome.skipped["replay of 365 dates"] == "it would take longer than all else"


def test_a_replay_uses_the_rules_of_the_last_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, calls = play(tmp_path / "bench", monkeypatch)
    before = [arguments["rules"] for name, arguments in calls if name in ("build", "replay")]
    assert len(set(map(str, before[4:8]))) == 1 and [name for name, _ in calls][-3:] == ["replay"] * 3


def test_a_short_run_ends_with_the_first_night_and_its_date_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome, calls = play(tmp_path / "bench", monkeypatch, short=True)
    assert [name for name, _ in calls if name in ("land", "build", "replay")] == ["land", "build"] * 6
    assert outcome.skipped["tests, a changed rule and replays"] == "a short run was asked for"
    with pytest.raises(LeadsError):  # its scores are compared all the same
        play(tmp_path / "other", monkeypatch, different=1, short=True)
