"""Whom an erasure is about: as much as can be theirs, and nothing that is another's."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from leads.base.contract import read_contract
from leads.erase.forget_raw import forget_raw
from leads.erase.person import identifiers_of, merged_with
from leads.load.create_raw_tables import create_raw_tables
from leads.people.identifiers import key_columns
from leads.people.suppressions import create_suppressed, found_in_keys, suppressions_for

KEY = b"k" * 32


@pytest.fixture
def raw() -> Iterator[duckdb.DuckDBPyConnection]:
    """Empty raw tables."""
    with duckdb.connect() as con:
        create_raw_tables(con, read_contract().values())
        yield con


def merge(con: duckdb.DuckDBPyConnection, merged: str, survivor: str, day: int, deleted: int | None = None) -> None:
    """A merge, or with `deleted` that it was undone on that day."""
    con.execute(
        "insert into raw.lead_merges (merged_lead_id, surviving_lead_id, merged_at, deleted_at, loaded_at) values "
        "($1, $2, date '2026-01-01' + $3::int, date '2026-01-01' + $4::int, date '2026-01-01' + coalesce($4, $3)::int)",
        [merged, survivor, day, deleted],
    )


def profile(con: duckdb.DuckDBPyConnection, lead: str, email: str, day: int) -> None:
    con.execute(
        "insert into raw.leads (lead_id, email, loaded_at) values ($1, $2, date '2026-01-01' + $3::int)",
        [lead, email, day],
    )


def link(
    con: duckdb.DuckDBPyConnection, visitor: str, lead: str, day: int, deleted: int | None = None, loaded: int = 0
) -> None:
    con.execute(
        "insert into raw.identity_links (anonymous_id, lead_id, linked_at, deleted_at, loaded_at) values "
        "($1, $2, date '2026-01-01' + $3::int, date '2026-01-01' + $4::int, date '2026-01-01' + greatest($3, coalesce($4, 0), $5)::int)",
        [visitor, lead, day, deleted, loaded],
    )


def event(
    con: duckdb.DuckDBPyConnection, event_id: str, day: int, email: str | None, visitor: str | None = None
) -> None:
    con.execute(
        "insert into raw.events (event_id, email, anonymous_id, event_type, occurred_at, loaded_at) values "
        "($1, $2, $3, 'call', date '2026-01-01' + $4::int, date '2026-01-01' + $4::int)",
        [event_id, email, visitor, day],
    )


def left_after(con: duckdb.DuckDBPyConnection, lead: str) -> list[str]:
    """The events that stay when a lead is erased."""
    forget_raw(con, identifiers_of(con, merged_with(con, [lead])), KEY)
    return [str(one) for (one,) in con.execute("select event_id from raw.events order by 1").fetchall()]


def test_a_merge_that_was_undone_brings_nobody_along(raw: duckdb.DuckDBPyConnection) -> None:
    merge(raw, "B", "A", 1)
    assert merged_with(raw, ["A"]) == {"A", "B"}
    merge(raw, "B", "A", 1, deleted=5)
    assert merged_with(raw, ["A"]) == {"A"}
    merge(raw, "B", "A", 9)
    assert merged_with(raw, ["B"]) == {"A", "B"}


def test_the_merge_that_is_left_counts_when_an_earlier_one_was_undone(raw: duckdb.DuckDBPyConnection) -> None:
    merge(raw, "B", "A", 1)
    merge(raw, "B", "C", 2)
    assert merged_with(raw, ["B"]) == {"A", "B"}
    merge(raw, "B", "A", 1, deleted=5)
    assert merged_with(raw, ["B"]) == {"B", "C"}


def test_a_merge_into_itself_hides_no_other_and_one_into_nobody_unites_nobody(raw: duckdb.DuckDBPyConnection) -> None:
    merge(raw, "B", "B", 1)
    merge(raw, "B", "A", 2)
    for lead in ("A", "D"):
        merge(raw, lead, "unknown", 1)
    assert merged_with(raw, ["B"]) == {"A", "B"}
    assert merged_with(raw, ["D"]) == {"D"}


@pytest.mark.parametrize(("erased", "left"), [("T1", ["after", "later"]), ("T2", ["before", "between"])])
def test_of_an_address_that_changed_hands_the_days_decide(
    raw: duckdb.DuckDBPyConnection, erased: str, left: list[str]
) -> None:
    profile(raw, "T1", "bob@x.example", 2)
    profile(raw, "T1", "rob@x.example", 5)
    profile(raw, "T2", "Bob@x.example ", 8)
    for event_id, day in (("before", 1), ("between", 7), ("after", 8), ("later", 30)):
        event(raw, event_id, day, "bob@x.example")
    kept_out = [row for one in identifiers_of(raw, [erased]) for row in suppressions_for(one, KEY)]
    raw.execute("create temp table former as from raw.events")
    assert left_after(raw, erased) == left
    raw.execute("delete from raw.events; insert into raw.events from temp.former")
    create_suppressed(raw, kept_out, KEY)
    came_again = found_in_keys(raw, "raw.events", key_columns(read_contract()["events"]))
    forget_raw(raw, came_again, KEY)
    assert raw.execute("select list(event_id order by 1) from raw.events").fetchall() == [(left,)]


def test_the_days_of_a_business_decide(raw: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two hours after midnight in UTC it is still the day before in Halifax."""
    monkeypatch.setenv("LEADS_BUSINESS_TIME_ZONE", "America/Halifax")
    profile(raw, "T1", "bob@x.example", 2)
    profile(raw, "T1", "rob@x.example", 5)
    raw.execute(
        "insert into raw.leads (lead_id, email, loaded_at) values ('T2', 'bob@x.example', timestamp '2026-01-09 12:00')"
    )
    for hour in (2, 6):
        event(raw, f"at {hour}", 8, "bob@x.example")
        raw.execute(
            f"update raw.events set occurred_at = occurred_at + interval '{hour}' hour where event_id = 'at {hour}'"
        )
    assert left_after(raw, "T1") == ["at 6"]


def test_of_an_address_that_two_have_at_once_the_first_holder_decides(raw: duckdb.DuckDBPyConnection) -> None:
    profile(raw, "T1", "info@x.example", 1)
    profile(raw, "T2", "info@x.example", 2)
    event(raw, "e", 5, "info@x.example")
    assert left_after(raw, "T2") == ["e"]
    assert left_after(raw, "T1") == []


def test_a_link_that_was_undone_is_enough_only_where_nobody_else_claims_the_visitor(
    raw: duckdb.DuckDBPyConnection,
) -> None:
    for visitor in ("v", "w"):
        link(raw, visitor, "T1", 1)
        link(raw, visitor, "T1", 1, deleted=3)
        event(raw, visitor, 2, None, visitor)
    link(raw, "w", "T2", 4)
    assert left_after(raw, "T1") == ["w"]


def test_words_for_nobody_are_nobodys(raw: duckdb.DuckDBPyConnection) -> None:
    profile(raw, "T1", "n/a", 1)
    link(raw, "undefined", "T1", 1)
    link(raw, "00000000-0000", "T1", 1)
    raw.execute("update raw.leads set phone = 'unknown', full_name = 'N.A.'")
    event(raw, "e", 2, "N/A")
    event(raw, "f", 2, None, "undefined")
    assert {one.kind for one in identifiers_of(raw, ["T1"])} == {"lead_id"}
    assert left_after(raw, "T1") == ["e", "f"]
