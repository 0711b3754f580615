"""The page of benchmarks: a section a size, ratios to the floor, and sizes that are refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.__main__ import parse_size
from bench.load.write_load import Load
from bench.measure import Measurement, measure, summarize
from bench.page import lines_of, slowest_models, write_section
from bench.scenario import BUILD, FLOOR, NIGHT, Outcome
from leads.base.errors import ExitCode, LeadsError


def outcome(seconds: float) -> Outcome:
    made = Outcome(skipped={"Polars": "No module named 'polars'"})
    made.measured[FLOOR] += [Measurement(2.0, 1.0, 1_000_000, {}), Measurement(4.0, 3.0, 2_000_000, {})]
    details = {"models": {"slow_model": 3.0, "quick_model": 1.0}, "warehouse_bytes": 5_000_000}
    made.measured[BUILD].append(Measurement(seconds, 4.0, 3_000_000, details))
    return made


def test_ratios_are_to_the_floor_of_the_same_run() -> None:
    floor, build, skipped = lines_of(outcome(6.0))
    assert floor.cells == (FLOOR, "3.0", "2.0 to 4.0", "1.0", "2.0", "1.0", "2", "")
    assert build.cells == (BUILD, "6.0", "6.0 to 6.0", "2.0", "4.0", "2.0", "3", "5")
    assert skipped.cells[:3] == ("Polars", "skipped", "No module named 'polars'")
    assert slowest_models(outcome(6.0), BUILD) == [("slow_model", 3.0, 0.75), ("quick_model", 1.0, 0.25)]


def test_the_slowest_models_of_a_night_have_a_table_of_their_own(tmp_path: Path) -> None:
    made = outcome(6.0)
    made.measured[NIGHT].append(Measurement(2.0, 1.0, 1_000_000, {"models": {"nightly_model": 1.0}}))
    write_section(tmp_path / "page.md", Load(events=10_000), made)
    text = (tmp_path / "page.md").read_text(encoding="utf-8")
    assert "| slow_model | 3.0 | 75% |" in text
    assert (
        "| Slowest models of the next date | Seconds | Share |\n|---|---:|---:|\n| nightly_model | 1.0 | 100% |" in text
    )


def test_a_section_is_replaced_and_the_others_stay(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    for events, seconds in ((1_000_000, 6.0), (10_000, 7.0), (1_000_000, 8.0)):
        write_section(page, Load(events=events), outcome(seconds))
    text = page.read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "# Benchmarks",
        "## 10,000 events",
        "## 1,000,000 events",
    ]
    assert "| 8.0 |" in text and "| 7.0 |" in text and "| 6.0 |" not in text


def test_work_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    measured = measure("generate", events=10_000, seed=1, folder=tmp_path / "made")
    assert (tmp_path / "made" / "next" / "mapping.yml").exists()
    assert measured.cpu_seconds > 0 and 30_000_000 < measured.peak_bytes < 2_000_000_000
    assert summarize([measured]).seconds == measured.seconds


def test_work_that_fails_stops_the_benchmark(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LeadsError) as caught:
        measure("land", folder=tmp_path / "missing", warehouse=tmp_path / "leads.duckdb")
    assert caught.value.exit_code == ExitCode.BUILD_FAILED and "'land'" in str(caught.value)
    capfd.readouterr()


@pytest.mark.parametrize("text, events", [("50k", 50_000), ("1m", 1_000_000), ("100M", 100_000_000), ("20000", 20_000)])
def test_sizes(text: str, events: int) -> None:
    assert parse_size(text) == events


@pytest.mark.parametrize("text", ["", "0", "5", "1g", "-1m", "15001"])
def test_sizes_refused(text: str) -> None:
    with pytest.raises(LeadsError) as caught:
        parse_size(text)
    assert caught.value.exit_code == ExitCode.USAGE and "--size" in str(caught.value)
