"""dbt's own words, as an analytics engineer types them: parts of builds end well and leave no later build wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from colliding_world import LAST_DATE, colliding_tables
from leads.base.settings import PROJECT_DIR, Settings
from road import Road
from same_marts import differing_groups, keep_aside
from world_files import write_world

pytestmark = pytest.mark.torture

COPIED = ("dbt_project.yml", "profiles.yml", "macros", "models", "seeds", "snapshots", "analyses", "tests/generic")
LAST_RUN = "select {} from operations.runs where moment = 'finished' order by happened_at desc limit 1"
WHOLE = "select table_name from operations.kept_tables where why_whole is not null"
# Publishing writes the record, not a build of the present.
PRESENT = ("--exclude", "tag:record")
UNDESCRIBED = """
    select table_name from duckdb_tables() where schema_name in ('marts', 'intermediate') and comment is null
    and database_name = current_database()
"""
PYTHON_MODEL = """
def model(dbt, session):
    dbt.config(materialized="table", contract={"enforced": False})
    return dbt.ref("lead_scores").filter("lead_score is not null").project("lead_id, lead_score * 2 as twice")
"""


@dataclass(frozen=True)
class Engineer:
    """A project folder of its own, its warehouse, and the command dbt in a process of its own."""

    road: Road
    folder: Path

    def dbt(self, *words: str, code: int = 0) -> str:
        """What dbt printed; it ended with this code."""
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("LEADS_")},
            "LEADS_WAREHOUSE": str(self.road.settings.warehouse),
            "LEADS_AS_OF_DATE": str(LAST_DATE),
            "DBT_TARGET_PATH": str(self.folder / "target"),
        }
        command = [str(Path(sys.executable).parent / "dbt"), "--no-use-colors", "--log-level-file", "none", *words]
        done = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, encoding="utf-8", check=False
        )
        assert done.returncode == code, done.stdout[-3000:]
        assert "Deprecat" not in done.stdout
        return done.stdout

    def change(self, pattern: str, old: str, new: str, count: int = -1) -> None:
        """Change a text of the one file that the pattern finds."""
        [path] = self.folder.glob(pattern)
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, count), encoding="utf-8")

    def last_run(self, columns: str) -> tuple[object, ...]:
        """Of the log of runs."""
        return self.road.rows(LAST_RUN.format(columns))[0]


@pytest.fixture(scope="module")
def engineer(tmp_path_factory: pytest.TempPathFactory) -> Engineer:
    folder = tmp_path_factory.mktemp("project")
    for name in COPIED:
        copy = shutil.copytree if (PROJECT_DIR / name).is_dir() else shutil.copy
        copy(PROJECT_DIR / name, folder / name)
    road = Road(Settings(folder / "words.duckdb", folder / "seeds/rules", as_of_date=LAST_DATE, project_dir=folder))
    road.load(write_world(folder / "world", colliding_tables(groups=20, seed=8), LAST_DATE))
    return Engineer(road, folder)


@pytest.fixture(scope="module")
def whole(engineer: Engineer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The marts of a build of everything, begun with parts of a build on a fresh warehouse."""
    engineer.dbt("build", "-s", "+lead_scores", "--exclude-resource-type", "unit_test")
    engineer.dbt("test", "-s", "lead_scores")
    engineer.dbt("build", "-s", "lead_scores")
    engineer.dbt("run", *PRESENT)
    return keep_aside(engineer.road, tmp_path_factory.mktemp("kept"))


def test_a_mart_and_what_it_reads_are_built_on_a_fresh_warehouse(engineer: Engineer) -> None:
    engineer.dbt("build", "-s", "+lead_scores", "--exclude-resource-type", "unit_test")
    assert engineer.road.rows("select count(*) > 10 from marts.lead_scores where engagement_score > 0") == [(True,)]


def test_what_parts_began_equals_a_build_of_everything(engineer: Engineer, whole: Path) -> None:
    engineer.dbt("run", *PRESENT, "--full-refresh")
    assert differing_groups(engineer.road, whole) == {}
    assert engineer.last_run("tables_renewed, why_whole") == (0, "a full refresh was asked for")


def test_comments_descriptions_and_other_models_renew_no_lead(engineer: Engineer, whole: Path) -> None:
    """Descriptions go into the comments of tables, which keep no state; a Python model reads a mart."""
    engineer.change("models/**/int_gate_looks.sql", "final as (", "-- a note's\nfinal as (")
    engineer.change("models/**/int_gate_looks.yml", "Grain: one row", "Grain: exactly one row")
    persisted = "+materialized: table\n    +persist_docs: {relation: true, columns: true}"
    engineer.change("dbt_project.yml", "+materialized: table", persisted, count=1)
    (engineer.folder / "models/marts/scoring/twice_scored.py").write_text(PYTHON_MODEL, encoding="utf-8")
    printed = engineer.dbt("run", *PRESENT)
    assert engineer.last_run("leads_renewed, tables_whole, why_whole") == (0, 0, None)
    assert "Renewed the leads with news, 0.0 % (0 of " in printed
    assert {name for (name,) in engineer.road.rows(UNDESCRIBED)} <= {"twice_scored"}
    twice = "select count(*) from marts.lead_scores inner join marts.twice_scored using (lead_id) where twice = lead_score * 2"
    assert engineer.road.rows(twice) == engineer.road.rows("select count(lead_score) from marts.lead_scores")
    engineer.road.execute("drop table marts.twice_scored")
    assert differing_groups(engineer.road, whole) == {}


def test_a_changed_model_that_broke_off_writes_itself_and_what_follows(engineer: Engineer, whole: Path) -> None:
    shutil.copytree(engineer.folder / "target", engineer.folder / "state")
    engineer.change("models/**/int_gate_looks.sql", "select * from final", "select * from final where true")
    modified = ("run", "-s", "state:modified+", "--state", "state", *PRESENT)
    engineer.dbt(*modified, "--vars", "rows_per_slice: 0", code=1)
    engineer.dbt("retry", "--vars", "rows_per_slice: 2000000")
    assert engineer.last_run("tables_renewed, failed_count") == (0, 0)
    engineer.dbt("run", *PRESENT)
    written = {name.split(".")[1] for (name,) in engineer.road.rows(WHOLE)}
    assert {"int_gate_looks", "int_gate_dates_asked", "int_engagement_scores"} <= written
    assert not written & {"int_events_resolved", "int_rule_days_counting", "int_gate_spans"}
    engineer.road.execute("drop table if exists marts.twice_scored")
    assert differing_groups(engineer.road, whole) == {}


def test_what_keeps_rows_is_listed_by_its_name(engineer: Engineer) -> None:
    listed = engineer.dbt("ls", "-q", "-s", "config.materialized:renewed", "--output", "json", "--output-keys", "name")
    names = {json.loads(line)["name"] for line in listed.splitlines()}
    assert {"int_events_resolved", "int_gate_dates", "int_build_baseline"} <= names
    assert "lead_scores" not in names
