"""Code in data, rules, names and arguments stays text: nothing of it runs, and every value arrives as it was written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from injections import inject_rules, payloads, write_world
from leads.base.settings import Settings
from leads.base.warehouse import connect
from leads.cli import app
from road import PROJECT_RULES, Road, reading_once

DAY = date(2026, 1, 10)
CANARY = "create table raw.canary as select 'alive' as state"


@dataclass(frozen=True)
class Target:
    """A built warehouse of nothing but code, under settings whose rules are code. rules: what stands where in the rule seeds."""

    folder: Path
    settings: Settings
    texts: list[str]
    rules: list[tuple[str, str, str]]

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command on it: exit code, output, error."""
        options = ["--warehouse", str(self.settings.warehouse), "--rules", str(self.settings.rules)]
        result = CliRunner().invoke(app, [*options, *arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
        return result.exit_code, result.stdout, result.stderr

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with connect(self.settings.warehouse, read_only=True) as con:
            return list(con.execute(query).fetchall())

    def check_canaries(self) -> None:
        """The table stands and the file was not made."""
        assert self.rows("from raw.canary") == [("alive",)]
        assert not (self.folder / "made").exists()


@pytest.fixture(scope="module")
def target(road: Road, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    folder = tmp_path_factory.mktemp("target")
    texts = payloads(folder / "made")
    (folder / "data").mkdir()
    write_world(folder / "data", texts)
    rules = list(inject_rules(PROJECT_RULES, folder / "rules", texts))
    settings = Road(replace(road.settings, rules=folder / "rules")).placed(DAY)
    made = Target(folder, settings, texts, rules)
    with pytest.MonkeyPatch.context() as patch, reading_once():
        patch.chdir(folder)
        code, _, error = made.run("load", str(folder / "data"))
        assert code == 0, error
        road.execute(CANARY)
        code, _, error = made.run("build", "--as-of-date", DAY.isoformat(), "--skip-tests")
        assert code == 0, error
        yield made


def test_a_build_of_code_runs_none_of_it(target: Target) -> None:
    target.check_canaries()
    assert len(target.rules) > 40
    names = ("rejected_rows", "leads", "events", "accounts", "score_overrides")
    counts = target.rows("select " + ", ".join(f"(select count(*) from raw.{name})" for name in names))
    n = len(target.texts)
    assert counts == [(0, n, 2 * n, n, n)]


def test_every_text_arrives_as_it_was_written(target: Target) -> None:
    expected = sorted(target.texts)
    for query in (
        "select lead_id from marts.lead_scores",
        "select distinct author from raw.score_overrides",
        "select unnest(json_keys(attributes)) from raw.leads",
        "select unnest(map_values(cast(attributes as map(varchar, varchar)))) from raw.leads",
        "select event_type from marts.event_type_coverage where event_count > 0 and event_type <> 'page_visit'",
    ):
        assert sorted(str(value) for (value,) in target.rows(query)) == expected, query
    for seed, column, text in target.rules:
        assert (text,) in target.rows(f"select {column} from rules.{seed}"), (seed, column)


@pytest.mark.parametrize(
    "number", [pytest.param(number, marks=[pytest.mark.torture] * (number % 12 > 0)) for number in range(35)]
)
def test_a_lead_is_explained_by_its_id_alone(target: Target, number: int) -> None:
    text = target.texts[number]
    code, shown, error = target.run("explain", "--json", "--", text)
    assert code == 0 and '"not_scored_reason"' in shown, error
    code, _, error = target.run("explain", "--", text + " ")
    assert code == 6 and len(error.strip().splitlines()) == 1
    code, shown, error = target.run("explain", "--", text)
    assert code == 0 and text.split("\n")[0][:30] in shown.replace("\n", " "), error
    target.check_canaries()


def test_reports_show_text_as_text(target: Target) -> None:
    assert target.run("report")[0] == 0
    code, shown, _ = target.run("status")
    assert code == 0 and "[link=https://example.invalid]here[/link][bold]" in shown.replace("\n", "")
    target.check_canaries()


def test_options_are_no_code_either(target: Target) -> None:
    for text in target.texts[::3]:
        assert target.run("--as-of-date", text, "status")[0] == 2
        assert target.run("build", "--as-of-date", text)[0] == 2
        assert target.run("--example", text, "status")[0] == 6
        assert target.run("load", text)[0] in (2, 6)
        assert target.run("load", "--source", text, str(target.folder / "data"))[0] in (2, 6)
        assert target.run("--rules", text, "rules", "check")[0] in (2, 6)
    target.check_canaries()


def test_a_name_for_the_warehouse_that_dbt_cannot_quote_is_refused(target: Target, tmp_path: Path) -> None:
    for name in ("x'; drop table raw.canary; --", 'x"; drop table raw.canary; --', "x`", "{{ 7 * 7 }}", "x\\", "x\ny"):
        result = CliRunner().invoke(app, ["--warehouse", str(tmp_path / name), "init"])
        assert result.exit_code == 3 and "give it another name" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_files_and_columns_of_such_names_are_loaded_as_they_are(tmp_path: Path) -> None:
    texts = [text for text in payloads(tmp_path / "made") if "/" not in text]
    for number, text in enumerate(texts):
        header = f'"{text.replace(chr(34), chr(34) * 2)}",other\n'
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / f"{text}.csv").write_text(header + f"L{number},1\n", encoding="utf-8")
        mapping = {"tables": {"leads": {"files": "*.csv", "columns": {"lead_id": text, "attributes": {text: text}}}}}
        (folder / "mapping.yml").write_text(yaml.safe_dump(mapping), encoding="utf-8")
        result = CliRunner().invoke(app, ["--warehouse", str(tmp_path / "w.duckdb"), "load", str(folder)])
        assert result.exit_code == 0, (text, result.output)
    with connect(tmp_path / "w.duckdb", read_only=True) as con:
        assert con.execute("select count(*) from raw.rejected_rows").fetchone() == (0,)
        found = con.execute(
            "select _source_file, json_keys(attributes)[1] from raw.leads order by _load_batch_id"
        ).fetchall()
    assert found == [(f"{text}.csv", text) for text in texts]
    assert not (tmp_path / "made").exists()
