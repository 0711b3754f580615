"""What dbt builds reaches the seeds and what is attached, and nothing else; the same models without the lock reach it all."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from leads.base.errors import LeadsError
from leads.base.settings import PROJECT_DIR
from leads.base.warehouse import connect, record_of
from leads.build.dbt_runner import run_dbt
from lock_project import Project

SPILLS = (
    "select i from (select i, row_number() over (order by t) as n from ("
    "select i, md5(i::varchar) as t from range(800000) as numbers (i))) where n = 77"
)


def probes(outside: Path) -> dict[str, tuple[str, str]]:
    """For each what a model selects and what runs before it."""
    secret, new, seeds = outside / "secret.csv", outside / "new", outside.parent / "project/dbt/rules"
    one = "select 1 as n"
    return {
        "reads_csv": (f"select * from read_csv('{secret}')", ""),
        "reads_text": (f"select content from read_text('{secret}')", ""),
        "lists_a_folder": (f"select * from glob('{outside}/*')", ""),
        "reads_by_a_macro": ("select * from peek()", f"create temp macro peek() as table from read_text('{secret}')"),
        "copies_in": (one, f"create temp table t (x varchar); copy t from '{secret}'"),
        "copies_out": (one, f"copy (select 1) to '{new}.csv'"),
        "exports": (one, f"export database '{new}_export'"),
        "attaches_old": (
            "select * from other.t",
            f"attach if not exists '{outside}/other.duckdb' as other (read_only)",
        ),
        "attaches_new": (one, f"attach if not exists '{new}.duckdb' as fresh"),
        "installs": (one, f"install '{outside}/x.duckdb_extension'"),
        "loads": (one, f"load '{outside}/x.duckdb_extension'"),
        "keeps_a_secret": (one, "create or replace persistent secret probe (type http, bearer_token 'x')"),
        "undoes_the_lock": (one, "set allowed_directories = ['/']"),
        "moves_the_spill": (one, f"set temp_directory = '{new}_spill'"),
        "leaves_by_dots": (one, f"copy (select 1) to '{seeds}/../new.csv'"),
    }


# These two need a file that is a real extension; they are refused for another reason when nothing is locked.
NEEDS_AN_EXTENSION = {"installs", "loads"}


@pytest.fixture
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder outside of the project, with a file to read and a database to attach."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "secret.csv").write_text("x\n1\n")
    with connect(folder / "other.duckdb") as con:
        con.execute("create table t as select 1 as x")
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    for name in ("LEADS_LOGS", "LEADS_TARGET", "LEADS_RULES"):
        monkeypatch.delenv(name, raising=False)
    return folder


def test_the_real_project_is_locked_before_anything_is_built() -> None:
    hooks = yaml.safe_load((PROJECT_DIR / "dbt_project.yml").read_text(encoding="utf-8"))["on-run-start"]
    assert hooks.index("{{ lock_engine() }}") < hooks.index("{{ create_raw_tables() }}")


@pytest.mark.parametrize("is_locked", [True, pytest.param(False, marks=pytest.mark.torture)])
def test_no_model_leaves_the_project(outside: Path, tmp_path: Path, is_locked: bool) -> None:
    project = Project(tmp_path / "project" / "dbt", is_locked)
    (project.folder / "rules" / "scale.csv").write_text("grade,bound\nA,75\n")
    before = {path.name for path in outside.iterdir()}
    for name, (sql, statement) in probes(outside).items():
        project.model(name, sql, statement)
    found = project.run()
    found = {name: result for name, result in found.items() if name in probes(outside)}
    succeeded = {name for name, (is_done, _) in found.items() if is_done}
    assert set(found) == set(probes(outside))
    if is_locked:
        assert succeeded == set()
        refused = ("Permission Error", "has been locked", "secrets are disabled")
        assert not {name: why for name, (_, why) in found.items() if not any(words in why for words in refused)}
        assert {path.name for path in outside.iterdir()} == before
        assert not (project.folder / "new.csv").exists()
    else:
        assert succeeded >= set(probes(outside)) - NEEDS_AN_EXTENSION


def test_seeds_the_record_and_spilling_still_work_run_after_run(
    outside: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEADS_MEMORY_LIMIT", "60MB")
    project = Project(tmp_path / "project" / "dbt")
    project.model("limited", "select current_setting('memory_limit') as bytes")
    (project.folder / "rules" / "scale.csv").write_text("grade,bound\nA,75\n")
    project.model("spills", SPILLS)
    project.model("graded", "{{ config(database='record') }} select * from {{ ref('scale') }}")
    for _ in range(2):
        assert {name for name, (is_done, _) in project.run().items() if is_done} >= {"spills", "scale", "graded"}
    with connect(project.settings.warehouse, read_only=True) as con:
        assert con.execute("from limited").fetchall() == [("57.2 MiB",)]
    with connect(record_of(project.settings.warehouse), read_only=True) as con:
        assert con.execute("from graded").fetchall() == [("A", 75)]


def test_a_seed_whose_path_would_end_a_string_is_refused(outside: Path, tmp_path: Path) -> None:
    project = Project(tmp_path / "project" / "o'brien")
    (project.folder / "rules" / "scale.csv").write_text("grade,bound\nA,75\n")
    with pytest.raises(LeadsError, match="has a quote"):
        run_dbt(project.settings, ["build"])
