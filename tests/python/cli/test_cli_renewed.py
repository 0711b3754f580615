"""A renewed table takes the place of what stood there, or keeps its rows, or is left whole."""

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
    where {{{{ news_of('leads') }}}}
"""


DAYS = ("03-01", "03-10", "03-16", "03-29", "03-30")
KNOWN: dict[str, Any] = {"renewed_from": "as_of_date", "renewed_known": True}
IS_OF_THE_BUILD = """
    select coalesce(kept.build_id = baseline.build_id, false)
    from operations.kept_tables as kept cross join int_build_baseline as baseline where kept.table_name = 'main.thing'
"""
STATE = "select concat_ws(' ', build_id, code_version, as_of_date, why_whole) from operations.kept_tables"
WHY = "select why_whole from operations.kept_tables where table_name = 'main.thing'"
# Stand-ins for what the real project computes; what differs from night to night comes from the environment, not from code.
STAND_INS = {
    "int_build_baseline": """
        select
            '{{ invocation_id }}' as build_id, '{{ env_var('NIGHT_BEFORE', '') }}' as previous_build_id,
            {{ env_var('NIGHT_KEEPS', 'true') }} as keeps_scores, 'the rules have changed' as why_whole,
            date '2026-03-31' as previous_as_of_date
    """,
    "int_leads_renewed": """
        select * from (values (2, date '2026-03-16'), (3, date '1900-01-01')) as t (lead_key, renewed_from_on)
    """,
    "int_leads_keyed": "select unnest([1, 2, 3]) as lead_key",
    "facts": """
        select lead_key, as_of_date, known_on, {{ env_var('NIGHT_VALUE', 'null') }} as value
        from (values {{ env_var('NIGHT_DATES', "(date '2026-03-01', date '2026-03-01')") }}) as dates (as_of_date, known_on)
        cross join (values (1), (2), (3)) as leads (lead_key)
    """,
}


class Project:
    """A dbt project with the materialization of the real one and one model, `thing`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(folder / "w.duckdb", folder / "rules", None, project_dir=folder)
        (folder / "models").mkdir()
        (folder / "rules").mkdir()
        for part in ("materializations", "increments", "clock"):
            shutil.copytree(PROJECT_DIR / "macros" / part, folder / "macros" / part)
        shutil.copy(PROJECT_DIR / "macros/replay/is_replay.sql", folder / "macros")
        for name, sql in STAND_INS.items():
            (folder / f"models/{name}.sql").write_text("{{ config(materialized='table') }}" + sql)
        output = {"type": "duckdb", "path": "{{ env_var('LEADS_WAREHOUSE') }}"}
        self.write(
            "dbt_project.yml",
            {
                "name": "small",
                "profile": "small",
                "vars": {"rows_per_slice": 2, "as_of_date": "2026-04-01"},
                "on-run-start": ["{{ prepare_kept_tables() }}"],
            },
        )
        self.write("profiles.yml", {"small": {"target": "t", "outputs": {"t": output}}})

    def write(self, name: str, content: dict[str, object]) -> None:
        (self.folder / name).write_text(yaml.safe_dump(content))

    def build(
        self,
        sql: str,
        *arguments: str,
        materialized: str = "renewed",
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


@pytest.mark.parametrize("materialized", ["renewed", "table", "view"])
def test_what_is_built_again_takes_the_place_of_what_stood_there(project: Project, materialized: str) -> None:
    for number in (1, 2):
        project.build(f"select {number} as n", materialized=materialized)
        assert project.rows() == [number]
    assert project.rows("select count(*) from duckdb_tables() where table_name like '%thing%'") == [
        int(materialized != "view")
    ]


def test_a_view_becomes_a_renewed_table_and_such_a_table_a_view(project: Project) -> None:
    for materialized, kind in (("view", "VIEW"), ("renewed", "BASE TABLE"), ("view", "VIEW"), ("table", "BASE TABLE")):
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
    project: Project,
    value: str,
    meta: dict[str, Any],
    *arguments: str,
    keeps: bool = True,
    skips: bool = False,
    sql: str = "",
) -> list[object]:
    """Build `thing` of facts that all say `value`; the rows as lead, day and value. skips: the last build was missed."""
    number = len(list(project.folder.glob("night*")))
    (project.folder / f"night{number}").touch()
    known = "date '2026-04-01'" if number else "date '2026-03-31'"
    dates = ", ".join(f"(date '2026-{day}', {known})" for day in DAYS[1:])
    environment = {
        "NIGHT_BEFORE": str(project.rows("select build_id from int_build_baseline")[0])
        if number and not skips
        else "another",
        "NIGHT_KEEPS": str(keeps),
        "NIGHT_VALUE": value,
        "NIGHT_DATES": f"{dates}, (date '2026-03-01', date '2026-03-01')",
    }
    columns = ", 'as_of_date'" * ("renewed_from" in meta) + ", 'known_on'" * ("renewed_known" in meta)
    with pytest.MonkeyPatch.context() as patch:
        for name, text in environment.items():
            patch.setenv(name, text)
        project.build(
            sql or f"select facts.* from {{{{ ref('facts') }}}} as facts where {{{{ news_of('facts'{columns}) }}}}",
            *arguments,
            meta={"renewed_under": "scores", **meta},
        )
    return project.rows("select concat_ws(' ', lead_key, strftime(as_of_date, '%m-%d'), value) from thing order by 1")


def told(renewed: dict[int, tuple[str, ...]], kept: str, new: str) -> list[str]:
    """The rows when these days of these leads are new."""
    return [f"{lead} {day} {new if day in renewed.get(lead, ()) else kept}" for lead in (1, 2, 3) for day in DAYS]


@pytest.mark.parametrize("sql", ["", "select * from {{ ref('facts') }} as facts where true or {{ news_of('facts') }}"])
@pytest.mark.parametrize(
    ("meta", "renewed"),
    [
        ({}, {2: DAYS, 3: DAYS}),
        ({"renewed_from": "as_of_date"}, {1: DAYS[4:], 2: DAYS[2:], 3: DAYS}),
        (KNOWN | {"slice_by": "facts"}, {1: (DAYS[0], DAYS[4]), 2: (DAYS[0], *DAYS[2:]), 3: DAYS}),
    ],
)
def test_a_night_renews_rows_of_leads_with_news_and_of_dates_that_moved(
    project: Project, meta: dict[str, Any], renewed: dict[int, tuple[str, ...]], sql: str
) -> None:
    """Also where the model reads more than news."""
    if sql and "slice_by" in meta:
        pytest.skip("a model in slices has to read slices")
    assert build_night(project, "'old'", meta, sql=sql) == told({}, "old", "new")
    assert build_night(project, "'new'", meta, sql=sql) == told(renewed, "old", "new")
    assert project.rows(WHY) == [None]
    if "renewed_known" in meta:
        assert project.rows("select distinct strftime(known_on, '%m-%d') from thing order by 1") == ["03-01", "04-01"]
    assert build_night(project, "'newest'", meta, skips=True, sql=sql) == told({}, "newest", "new")
    assert project.rows(WHY) == ["the table was left out of the last build, or built by a part of one"]
    assert build_night(project, "'last'", meta, keeps=False, sql=sql) == told({}, "last", "new")
    assert project.rows(WHY) == ["the rules have changed"]


@pytest.mark.parametrize("meta", [{}, KNOWN])
def test_a_night_that_fails_leaves_the_table_and_the_build_it_is_of(project: Project, meta: dict[str, Any]) -> None:
    build_night(project, "'old'", meta)
    rows = "select concat_ws(' ', lead_key, as_of_date, known_on, value) from thing order by 1"
    before, state = project.rows(rows), project.rows(STATE)
    with pytest.raises(LeadsError):
        build_night(project, "case when lead_key = 3 then error('no') else 'new' end", meta)
    assert project.rows(rows) == before
    assert project.rows(STATE) == state


def test_a_table_built_without_what_it_follows_from_is_of_no_build(project: Project) -> None:
    build_night(project, "'old'", {})
    assert build_night(project, "'new'", {}, "--exclude", "facts") == told({}, "old", "new")
    assert project.rows(IS_OF_THE_BUILD) == [False]
    assert project.rows(WHY) == ["this run leaves out models that the table follows from"]
    assert build_night(project, "'newest'", {}) == told({}, "newest", "new")
    assert project.rows(IS_OF_THE_BUILD) == [True]


KEPT = "select facts.* from {{ ref('facts') }} as facts where {{ news_of('facts') }}"


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        (KEPT + "\n   -- a lead's\n {# note #} /* more */", None),
        (KEPT + " and value <> '--'", "a model, macro or var that the table follows from has changed"),
    ],
)
def test_a_comment_renews_nothing_and_other_code_everything(project: Project, sql: str, why: str | None) -> None:
    build_night(project, "'old'", {}, sql=KEPT)
    rows = build_night(project, "'new'", {}, sql=sql)
    assert project.rows(WHY) == [why]
    assert rows == told({} if why else {2: DAYS, 3: DAYS}, "new" if why else "old", "new")


@pytest.mark.parametrize(
    ("file", "old", "new", "is_kept"),
    [
        ("models/facts.sql", "cross join", "inner join", False),
        ("models/facts.sql", "cross join", "-- every lead\n cross  join", True),
        ("models/int_leads_keyed.sql", "[1, 2, 3]", "[1, 2, 3, 4]", True),
        ("macros/is_replay.sql", "return(", "return(false or ", False),
        ("macros/increments/renewal_of_run.sql", "return(", "return(false or ", True),
    ],
)
def test_what_a_table_follows_from_decides_and_nothing_beside(
    project: Project, file: str, old: str, new: str, is_kept: bool
) -> None:
    build_night(project, "'old'", {})
    path = project.folder / file
    text = path.read_text()
    path.write_text(text.replace(old, new) + (" on true" if new == "inner join" else ""))
    assert path.read_text() != text
    build_night(project, "'new'", {})
    assert (project.rows(WHY) == [None]) is is_kept


def test_descriptions_are_persisted_beside_the_state(project: Project) -> None:
    described = {
        "description": "Grain: one row per n, the dog's.",
        "config": {"persist_docs": {"relation": True, "columns": True}},
        "columns": [{"name": "n", "description": "A number."}],
    }
    for number in (1, 2):
        project.build(f"select {number} as n", described=described, meta={"renewed_under": "scores"})
        assert project.rows("select comment from duckdb_tables() where table_name = 'thing'") == [
            described["description"]
        ]
        assert project.rows("select comment from duckdb_columns() where table_name = 'thing'") == ["A number."]
    assert project.rows(IS_OF_THE_BUILD) == [True]


def test_settings_of_the_adapter_do_no_harm(project: Project) -> None:
    project.build("select 1 as n", sorted_by=["n"])
    assert project.rows() == [1]
