"""The command writes what it says and refuses in one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from leads.cli import app


def test_command_writes_a_world_and_shows_the_rows_per_table(tmp_path: Path) -> None:
    out = tmp_path / "it's here"
    given = ["--as-of-date", "2026-03-31", "generate", "--leads", "100", "--days", "60", "--output", str(out)]
    result = CliRunner().invoke(app, given)
    assert result.exit_code == 0, result.output
    assert "campaign costs" in result.output.replace("_", " ") and "600" in result.output
    assert "as_of_date: 2026-03-31" in (out / "mapping.yml").read_text()
    assert (out / "truth" / "truth.parquet").is_file() and (out / "events_0001.parquet").is_file()


REFUSED = [
    ["--end-date", "30.6.2026"], ["--end-date", "0001-01-01"], ["--end-date", "9999-12-31"], ["--leads", "0"],
    ["--leads", "99999999999"], ["--days", "1"], ["--seed", "99999999999999999999"], ["--events-per-lead", "inf"],
    ["--events-per-lead", "nan"], ["--output", "."],
]  # fmt: skip


@pytest.mark.parametrize("given", REFUSED, ids=" ".join)
def test_command_refuses_what_makes_no_world(given: list[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.csv").write_text("a")
    result = CliRunner().invoke(app, ["generate", "--end-date", "2026-06-30", *given])
    assert result.exit_code == 2 and "Traceback" not in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


def test_planted_outcomes_come_with_their_rules_and_nothing_of_the_truth_is_loaded(tmp_path: Path) -> None:
    given = ["generate", "--end-date", "2026-06-30", "--leads", "60", "--outcomes", "planted", "--output"]
    contents = []
    for name in ("one", "other", "one"):  # the third takes the place of the first
        result = CliRunner().invoke(app, [*given, str(tmp_path / name)])
        assert result.exit_code == 0, result.output
        contents.append({path.name: path.read_bytes() for path in (tmp_path / name).rglob("*.*")})
    assert contents[0] == contents[1] == contents[2]
    assert {"rules.csv", "leaks.csv", "conversion_rules.csv", "truth.parquet"} < set(contents[0])
    assert contents[0]["mapping.yml"].count(b"- files:") == 3
