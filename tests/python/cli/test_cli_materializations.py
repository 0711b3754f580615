"""Tables and views take the place of what stood there, or leave it whole."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from leads.base.errors import LeadsError
from leads.base.settings import PROJECT_DIR, Settings
from leads.base.warehouse import connect
from leads.build.dbt_runner import run_dbt

KINDS = "select table_type from information_schema.tables where table_name = 'thing' and table_schema = 'main'"
DESCRIBED: dict[str, Any] = {}
CONTRACT: dict[str, Any] = {
    "config": {"contract": {"enforced": True}},
    "columns": [
        {"name": "n", "data_type": "integer", "constraints": [{"type": "not_null"}, {"type": "primary_key"}]},
    ],
}
SLICED = """
    select {value} as lead_key, {{{{ slice_start() }}}} as starts_at from {{{{ ref('leads') }}}} as leads
    where {{{{ of_slice('leads') }}}}
"""


DAYS = ("03-01", "03-10", "03-16", "03-29", "03-30")
KNOWN: dict[str, Any] = {"renewed_from": "as_of_date", "renewed_known": True}
BUILD_ID = "select build_id from int_build_baseline"
MADE_BY = "select comment from duckdb_tables() where table_name = 'thing'"
NIGHT = """
    select
        '{{{{ invocation_id }}}}' as build_id, '{before}' as previous_build_id, {keeps} as keeps_scores,
        date '2026-03-31' as previous_as_of_date
"""
RENEWED = "select * from (values (2, date '2026-03-16'), (3, date '1900-01-01')) as t (lead_key, renewed_from_on)"
FACTS = """
    select lead_key, as_of_date, known_on, {value} as value
    from (values {dates}) as dates (as_of_date, known_on) cross join (values (1), (2), (3)) as leads (lead_key)
"""


class Project:
    """A dbt project with the materializations of the real one and one model, `thing`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(folder / "w.duckdb", folder / "rules", None, project_dir=folder)
        (folder / "models").mkdir()
        (folder / "rules").mkdir()
        for part in ("materializations", "increments", "clock"):
            shutil.copytree(PROJECT_DIR / "macros" / part, folder / "macros" / part)
        for macro in ("scoring/of_slice.sql", "replay/is_replay.sql"):
            shutil.copy(PROJECT_DIR / "macros" / macro, folder / "macros")
        output = {"type": "duckdb", "path": "{{ env_var('LEADS_WAREHOUSE') }}"}
        self.write(
            "dbt_project.yml",
            {"name": "small", "profile": "small", "vars": {"rows_per_slice": 2, "as_of_date": "2026-04-01"}},
        )
        self.write("profiles.yml", {"small": {"target": "t", "outputs": {"t": output}}})

    def write(self, name: str, content: dict[str, object]) -> None:
        (self.folder / name).write_text(yaml.safe_dump(content))

    def build(
        self,
        sql: str,
        *arguments: str,
        materialized: str = "table",
        described: dict[str, Any] = DESCRIBED,
        **more: object,
    ) -> None:
        """Build the model anew. arguments: of dbt, beside the command."""
        config = {"materialized": materialized} | more
        (self.folder / "models/thing.sql").write_text(f"{{{{ config(**{config!r}) }}}} {sql}")
        self.write("models/thing.yml", {"models": [{"name": "thing", **described}]})
        run_dbt(self.settings, ["build", *arguments])

    def rows(self, query: str = "from thing") -> list[object]:
        with connect(self.settings.warehouse, read_only=True) as con:
            return [row[0] for row in con.execute(query).fetchall()]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    for name in ("LEADS_LOGS", "LEADS_TARGET"):
        monkeypatch.delenv(name, raising=False)
    return Project(tmp_path)


@pytest.mark.parametrize("materialized", ["table", "view"])
def test_what_is_built_again_takes_the_place_of_what_stood_there(project: Project, materialized: str) -> None:
    for number in (1, 2):
        project.build(f"select {number} as n", materialized=materialized)
        assert project.rows() == [number]
    assert project.rows("select count(*) from duckdb_tables() where database_name = current_database()") == [
        int(materialized == "table")
    ]


def test_a_view_becomes_a_table_and_a_table_a_view(project: Project) -> None:
    for materialized, kind in (("view", "VIEW"), ("table", "BASE TABLE"), ("view", "VIEW")):
        project.build("select 1 as n", materialized=materialized)
        assert project.rows(KINDS) == [kind]


@pytest.mark.parametrize(
    "sql", ["select cast('a' || n as integer) as n from range(3) as t (n)", "select n from nowhere"]
)
def test_a_table_that_fails_leaves_the_one_of_before(project: Project, sql: str) -> None:
    project.build("select 1 as n")
    with pytest.raises(LeadsError):
        project.build(sql)
    assert project.rows() == [1]


def test_a_hook_that_fails_leaves_the_table_of_before(project: Project) -> None:
    project.build("select 1 as n", post_hook="insert into {{ this }} select 2")
    assert project.rows() == [1, 2]
    with pytest.raises(LeadsError):
        project.build("select 3 as n", post_hook="insert into {{ this }} select 'four'")
    assert project.rows() == [1, 2]


def test_a_contract_is_kept(project: Project) -> None:
    for number in (1, 2):
        project.build(f"select {number} as n", described=CONTRACT)
    for sql, problem in (
        ("select 'text' as n", "This model has an enforced contract that failed"),
        ("select cast(null as integer) as n", "NOT NULL constraint failed"),
        ("select 1 as n union all select 1 as n", "Constraint Error"),
    ):
        with pytest.raises(LeadsError, match=problem):
            project.build(sql, described=CONTRACT)
    assert project.rows() == [2]
    assert project.rows("select constraint_type from duckdb_constraints() where table_name = 'thing' order by 1") == [
        "NOT NULL",
        "PRIMARY KEY",
    ]


@pytest.mark.parametrize(
    ("keys", "starts"),
    [((), set()), ((4,), {0}), ((1, 2, 5, 9), {0, 3, 6}), ((0, 0, 0), {0})],
)
def test_a_large_table_is_built_in_slices_of_leads(project: Project, keys: tuple[int, ...], starts: set[int]) -> None:
    values = "".join(f" union all select {key}" for key in keys)
    (project.folder / "models/leads.sql").write_text(f"select 1 as lead_key where false{values}")
    project.build(SLICED.format(value="lead_key"), meta={"slice_by": "leads"})
    assert project.rows("select lead_key from thing order by 1") == sorted(keys)
    assert set(project.rows("select starts_at from thing")) == starts


def test_a_slice_that_fails_leaves_the_table_of_before(project: Project) -> None:
    (project.folder / "models/leads.sql").write_text("select unnest([1, 2, 5, 9]) as lead_key")
    project.build("select 7 as lead_key")
    with pytest.raises(LeadsError):
        project.build(
            SLICED.format(value="case when lead_key > 5 then error('too many') else lead_key end"),
            meta={"slice_by": "leads"},
        )
    assert project.rows("select lead_key from thing") == [7]


def build_night(
    project: Project, value: str, meta: dict[str, Any], *arguments: str, keeps: bool = True, skips: bool = False
) -> list[object]:
    """Build `thing` of facts that all say `value`; the rows as lead, day and value. skips: the last build was missed."""
    number = len(list(project.folder.glob("night*")))
    (project.folder / f"night{number}").touch()
    before = project.rows(BUILD_ID)[0] if number and not skips else "another"
    known = "date '2026-04-01'" if number else "date '2026-03-31'"
    dates = ", ".join(f"(date '2026-{day}', {known})" for day in DAYS[1:])
    models = {
        "int_build_baseline": NIGHT.format(before=before, keeps=keeps),
        "int_leads_renewed": RENEWED,
        "facts": FACTS.format(value=value, dates=f"{dates}, (date '2026-03-01', date '2026-03-01')"),
    }
    for name, sql in models.items():
        (project.folder / f"models/{name}.sql").write_text(sql)
    columns = ", 'as_of_date'" * ("renewed_from" in meta) + ", 'known_on'" * ("renewed_known" in meta)
    project.build(
        "select facts.* from {{ ref('facts') }} as facts "
        f"where {{{{ of_slice('facts') }}}} and {{{{ is_renewed('facts'{columns}) }}}}",
        *arguments,
        meta={"renewed_under": "scores", **meta},
    )
    return project.rows("select concat_ws(' ', lead_key, strftime(as_of_date, '%m-%d'), value) from thing order by 1")


def told(renewed: dict[int, tuple[str, ...]], kept: str, new: str) -> list[str]:
    """The rows when these days of these leads are new."""
    return [f"{lead} {day} {new if day in renewed.get(lead, ()) else kept}" for lead in (1, 2, 3) for day in DAYS]


@pytest.mark.parametrize(
    ("meta", "renewed"),
    [
        ({}, {2: DAYS, 3: DAYS}),
        ({"renewed_from": "as_of_date"}, {1: DAYS[4:], 2: DAYS[2:], 3: DAYS}),
        (KNOWN, {1: (DAYS[0], DAYS[4]), 2: (DAYS[0], *DAYS[2:]), 3: DAYS}),
        (
            KNOWN | {"reads_before": True, "slice_by": "facts"},
            {1: (DAYS[0], DAYS[4]), 2: (DAYS[0], *DAYS[2:]), 3: DAYS},
        ),
    ],
)
def test_a_night_renews_rows_of_leads_with_news_and_of_dates_that_moved(
    project: Project, meta: dict[str, Any], renewed: dict[int, tuple[str, ...]]
) -> None:
    assert build_night(project, "'old'", meta) == told({}, "old", "new")
    assert build_night(project, "'new'", meta) == told(renewed, "old", "new")
    if "renewed_known" in meta:
        assert project.rows("select distinct strftime(known_on, '%m-%d') from thing order by 1") == ["03-01", "04-01"]
    assert build_night(project, "'newest'", meta, skips=True) == told({}, "newest", "new")
    assert build_night(project, "'last'", meta, keeps=False) == told({}, "last", "new")


@pytest.mark.parametrize("meta", [{}, KNOWN, KNOWN | {"reads_before": True}])
def test_a_night_that_fails_leaves_the_table_and_the_build_it_is_of(project: Project, meta: dict[str, Any]) -> None:
    build_night(project, "'old'", meta)
    rows = "select concat_ws(' ', lead_key, as_of_date, known_on, value) from thing order by 1"
    before, made_by = project.rows(rows), project.rows(BUILD_ID)
    with pytest.raises(LeadsError):
        build_night(project, "case when lead_key = 3 then error('no') else 'new' end", meta)
    assert project.rows(rows) == before
    assert project.rows(MADE_BY) == made_by


def test_a_table_built_without_what_it_follows_from_is_of_no_build(project: Project) -> None:
    build_night(project, "'old'", {})
    assert build_night(project, "'new'", {}, "--exclude", "facts") == told({}, "old", "new")
    assert project.rows(MADE_BY) == ["no build"]
    assert build_night(project, "'newest'", {}) == told({}, "newest", "new")
    assert project.rows(MADE_BY) == project.rows(BUILD_ID)
