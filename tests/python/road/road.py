"""The road from files to marts, as the tests walk it: load, build, read, hash."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any
from unittest.mock import patch

from dbt.cli.main import dbtRunner, dbtRunnerResult
from typer.testing import CliRunner

from leads.base.settings import PROJECT_DIR, Settings
from leads.base.warehouse import connect
from leads.build.dbt_runner import run_dbt
from leads.cli import app
from leads.load.load_mapping import load_mapping

PROJECT_RULES = PROJECT_DIR / "seeds" / "rules"
MAPPINGS = PROJECT_DIR / "seeds" / "mappings"
# Which rows of a mart two builds have in common, where not all: the history also keeps other days, and of silent leads only
# changes; its engaged leads of the last day are compared. Outcomes are of the days that the history has.
LAST_DAY = "(select max(as_of_date) from marts.lead_scores)"
COMPARED = {
    "lead_score_history": f" where engagement_score > 0 and as_of_date = {LAST_DAY}",
    "lead_outcomes": f" where landmark_on = {LAST_DAY}",
    "model_quality": " where false",
    "rule_pairs": " where false",
    "rule_performance": " where false",
    "naive_bayes_shares": " where false",
    "naive_bayes_chances": " where false",
    "probability_quality": " where false",
    "score_calibration_slices": " where false",
    "score_calibration_monthly": " where false",
    "score_calibration": " where false",
    "score_tenths": " where false",
    "characteristic_shares_monthly": " where false",
    "characteristic_stability_monthly": " where false",
}


# The project as dbt has read it, by all that it is read with: its folder, that of the rules, the name of the database, the target.
Read = tuple[str, ...]
READ: dict[Read, dbtRunnerResult] = {}


class ReadingOnce(dbtRunner):
    """dbt, which reads the project anew neither for another date, other vars nor another file: no model is configured by one."""

    latest: dbtRunnerResult

    def invoke(self, args: list[str], **named: Any) -> dbtRunnerResult:
        if "parse" not in args:
            return super().invoke(args, **named)
        if (key := _read_with(args)) not in READ:
            READ[key] = super().invoke(args, **named)
        ReadingOnce.latest = READ[key]
        return READ[key]


def _read_with(args: list[str]) -> Read:
    given = {word: args[args.index(word) + 1] for word in ("--project-dir", "--target") if word in args}
    database = Path(os.environ["LEADS_WAREHOUSE"]).stem
    return (os.environ["LEADS_RULES"], database, given["--project-dir"], given.get("--target", ""))


@contextmanager
def reading_once() -> Iterator[None]:
    """Let the builds of this process share what dbt has read."""
    with patch("dbt.cli.main.dbtRunner", ReadingOnce):
        yield


@dataclass(frozen=True)
class Road:
    """One warehouse with its rules. Builds run in this process; connections are closed at once."""

    settings: Settings

    def load(self, mapping: Path, source: Path | None = None) -> None:
        """Land the files of a mapping."""
        load_mapping(mapping, self.settings.warehouse, source=source)

    def build(self, as_of_date: date, *arguments: str, tests: bool = False, record: bool = False) -> None:
        """Run every seed and model as of a date, with data tests and the record of publications on demand: a road goes to
        any date in any order, the record only forward. Unit tests have their own place."""
        without = ["unit_test"] if tests else ["test", "unit_test"]
        unrecorded = [] if record else ["--exclude", "tag:record"]
        self.dbt("build", as_of_date, "--exclude-resource-type", *without, *unrecorded, *arguments)

    def dbt(self, command: str, as_of_date: date, *arguments: str) -> Any:
        """Run a command of dbt as of a date; returns the manifest of the project."""
        with reading_once():
            run_dbt(self.placed(as_of_date), [command, *arguments], keeps_artifacts=False)
        return ReadingOnce.latest.result

    def placed(self, as_of_date: date) -> Settings:
        """The settings as of a date, with the rules in one place, whichever they are: dbt, which reads a seed when it runs it,
        then reads the project once."""
        folder = self.settings.target_dir / "rules"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.settings.rules, folder)
        return replace(self.settings, as_of_date=as_of_date, rules=folder)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        with connect(self.settings.warehouse, read_only=True) as con:
            return list(con.execute(query).fetchall())

    def execute(self, *statements: str) -> None:
        """Statements that change the warehouse, as another tool would make them."""
        with connect(self.settings.warehouse) as con:
            for statement in statements:
                con.execute(statement)

    def lead_scores(self) -> dict[str, dict[str, Any]]:
        """The mart lead_scores by lead."""
        with connect(self.settings.warehouse, read_only=True) as con:
            cursor = con.execute("select * from marts.lead_scores")
            names = [column[0] for column in cursor.description]
            return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}

    def content_hash(self) -> dict[str, str]:
        """For each mart the md5 of its rows in the order of their text."""
        marts = self.rows("select table_name from duckdb_tables() where schema_name = 'marts' order by 1")
        query = "select md5(coalesce(string_agg(line, '|' order by line), '')) from (select cast(t as varchar) as line from marts.{} as t{})"
        return {mart: self.rows(query.format(mart, COMPARED.get(mart, "")))[0][0] for (mart,) in marts}


def generate_world(folder: Path, leads: int, days: int, seed: int, end_date: date) -> Path:
    """Write a generated world as its user would; returns its folder."""
    asked = {"--leads": leads, "--days": days, "--seed": seed, "--end-date": end_date, "--output": folder}
    result = CliRunner().invoke(app, ["generate", *(str(word) for pair in asked.items() for word in pair)])
    assert result.exit_code == 0, result.output
    return folder


def settings_for(warehouse: Path, rules: str = "seeds/rules") -> Settings:
    """Settings of a test's own warehouse with rules of the project."""
    return Settings(warehouse=warehouse, rules=PROJECT_DIR / rules, as_of_date=None)
