"""A renewed table takes the place of what stood there, or leaves it whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from leads.base.errors import LeadsError
from renewed_project import IS_OF_THE_BUILD, Project

KINDS = "select table_type from information_schema.tables where table_name = 'thing' and table_schema = 'main'"
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


@pytest.fixture
def project(folder: Path) -> Project:
    return Project(folder)


@pytest.mark.parametrize("materialized", ["renewed", "replaced"])
def test_what_is_built_again_takes_the_place_of_what_stood_there(project: Project, materialized: str) -> None:
    for number in (1, 2):
        project.build(f"select {number} as n", materialized=materialized)
        assert project.rows() == [number]
    assert project.rows("select count(*) from duckdb_tables() where table_name like '%thing%'") == [1]


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
        ("select cast(null as integer) as n", "Constraint Error"),
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
    [((), set()), ((1, 2, 5, 9), {0, 3, 6}), pytest.param((0, 0, 0), {0}, marks=pytest.mark.torture)],
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
