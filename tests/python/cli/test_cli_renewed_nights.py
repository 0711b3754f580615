"""Night after night a renewed table keeps its rows but for those that can be another."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from leads.base.errors import LeadsError
from renewed_project import IS_OF_THE_BUILD, Project

DAYS = ("03-01", "03-10", "03-16", "03-29", "03-30")
KNOWN: dict[str, Any] = {"renewed_from": "as_of_date", "renewed_known": True}
STATE = "select concat_ws(' ', build_id, code_version, as_of_date, why_whole) from operations.kept_tables"
WHY = "select why_whole from operations.kept_tables where table_name = 'main.thing'"


@pytest.fixture
def project(folder: Path) -> Project:
    return Project(folder)


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
    known = "date '2026-04-01'" if number or "NIGHT_SINCE" in os.environ else "date '2026-03-31'"
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


READS_MORE = "select * from {{ ref('facts') }} as facts where true or {{ news_of('facts') }}"
FROM_DATE = ({"renewed_from": "as_of_date"}, {1: DAYS[4:], 2: DAYS[2:], 3: DAYS})


@pytest.mark.parametrize(
    ("meta", "renewed", "sql"),
    [
        pytest.param({}, {2: DAYS, 3: DAYS}, "", marks=pytest.mark.torture),
        pytest.param(*FROM_DATE, "", marks=pytest.mark.torture),
        (KNOWN | {"slice_by": "facts"}, {1: (DAYS[0], DAYS[4]), 2: (DAYS[0], *DAYS[2:]), 3: DAYS}, ""),
        (*FROM_DATE, READS_MORE),
        pytest.param({}, {2: DAYS, 3: DAYS}, READS_MORE, marks=pytest.mark.torture),
    ],
)
def test_a_night_renews_rows_of_leads_with_news_and_of_dates_that_moved(
    project: Project, meta: dict[str, Any], renewed: dict[int, tuple[str, ...]], sql: str
) -> None:
    """Also where the model reads more than news; one in slices has to read slices."""
    assert build_night(project, "'old'", meta, sql=sql) == told({}, "old", "new")
    assert build_night(project, "'new'", meta, sql=sql) == told(renewed, "old", "new")
    assert project.rows(WHY) == [None]
    if "renewed_known" in meta:
        assert project.rows("select distinct strftime(known_on, '%m-%d') from thing order by 1") == ["03-01", "04-01"]
    assert build_night(project, "'newest'", meta, skips=True, sql=sql) == told({}, "newest", "new")
    assert project.rows(WHY) == ["the table was left out of the last build, or built by a part of one"]
    assert build_night(project, "'last'", meta, keeps=False, sql=sql) == told({}, "last", "new")
    assert project.rows(WHY) == ["the rules have changed"]


def test_a_day_that_is_built_again_renews_rows_of_leads_with_news_only(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIGHT_SINCE", "2026-04-01")
    assert build_night(project, "'old'", KNOWN) == told({}, "old", "new")
    assert build_night(project, "'new'", KNOWN) == told({2: DAYS[2:], 3: DAYS}, "old", "new")
    assert project.rows("select distinct strftime(known_on, '%m-%d') from thing order by 1") == ["03-01", "04-01"]


@pytest.mark.parametrize("meta", [KNOWN, pytest.param({}, marks=pytest.mark.torture)])
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
        pytest.param("models/int_leads_keyed.sql", "[1, 2, 3]", "[1, 2, 3, 4]", True, marks=pytest.mark.torture),
        pytest.param("macros/is_replay.sql", "return(", "return(false or ", False, marks=pytest.mark.torture),
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
