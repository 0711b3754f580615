"""What changes upstream: a file with other columns, a raw table that somebody else has changed. Accepted, or refused by name."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from leads.base.errors import ExitCode, LeadsError
from leads.base.warehouse import connect
from leads.cli import app
from load_place import Place

BUILT = "create schema intermediate; create table intermediate.int_events_deduplicated as select *, {} as load_batch_id from raw.events"
EVENTS = {"event_id": "id", "lead_id": "who", "event_type": "what", "occurred_at": "at", "loaded_at": "at"}
DRIFTS = {
    "alter table raw.events alter occurred_at type varchar": (
        "raw.events.occurred_at is of type varchar and not timestamp: run `alter table raw.events alter occurred_at type timestamp`."
    ),
    "alter table raw.accounts alter annual_revenue type double": (
        "raw.accounts.annual_revenue is of type double and not decimal(18,2): "
        "run `alter table raw.accounts alter annual_revenue type decimal(18,2)`."
    ),
    "alter table raw.events drop event_type": (
        "raw.events lacks the column event_type, which every row needs: bring it back, or remove the warehouse and load "
        "everything again."
    ),
    "alter table raw.orders rename to kept; create view raw.orders as select * exclude (amount) from raw.kept": (
        "The view raw.orders lacks the column amount: add `cast(null as decimal(18,2)) as amount` to it."
    ),
    "alter table raw.orders rename to kept; create view raw.orders as select * replace (ordered_at::varchar as ordered_at) from raw.kept": (
        "raw.orders.ordered_at is of type varchar and not timestamp: cast it to timestamp in the view."
    ),
    f"{BUILT.format(1)}; alter table raw.events drop session_id": (
        "raw.events has lost the column session_id, which the events built before still hold: bring it back, or run "
        "`leads build --full-refresh` to build without it."
    ),
    f"{BUILT.format(7)}": (
        "raw.events has lost the rows of load 7, which the events built before still hold: bring it back, or run "
        "`leads build --full-refresh` to build without it."
    ),
}  # fmt: skip
ACCEPTED = [
    "alter table raw.events add column sentiment double",
    "alter table raw.events drop session_id",
    "alter table raw.events alter properties type varchar",
    "alter table raw.orders rename to kept; create view raw.orders as select *, 1 as more from raw.kept",
    BUILT.format(1),
]


def loaded(place: Place) -> Place:
    """A place with one event landed."""
    place.write("events.csv", "id,who,what,at\nE1,L1,call,2026-01-01\n")
    place.leads("id,mail,created\nL1,a@x.org,2026-01-01\n")
    place.map("events", files="events.csv", columns=EVENTS).load()
    return place


def drift(place: Place, statements: str) -> None:
    with connect(place.warehouse) as con:
        con.execute(statements)


@pytest.mark.parametrize("statements", DRIFTS)
def test_a_build_refuses_a_changed_raw_table_by_name(place: Place, statements: str) -> None:
    drift(loaded(place), statements)
    result = CliRunner().invoke(app, ["--warehouse", str(place.warehouse), "build"])
    assert result.exit_code == ExitCode.BAD_INPUT
    assert " ".join(result.stderr.split()) == DRIFTS[statements]


@pytest.mark.parametrize("statements", DRIFTS)
def test_a_load_refuses_it_too_and_lands_nothing(place: Place, statements: str) -> None:
    drift(loaded(place), statements)
    place.write("events.csv", "id,who,what,at\nE2,L1,call,2026-01-02\n")
    with pytest.raises(LeadsError) as caught:
        place.load()
    assert (caught.value.exit_code, str(caught.value)) == (ExitCode.BAD_INPUT, DRIFTS[statements])
    assert place.read("select count(*) from raw.events") == [(1,)]


@pytest.mark.parametrize("statements", ACCEPTED)
def test_what_is_accepted_takes_the_next_load(place: Place, statements: str) -> None:
    drift(loaded(place), statements)
    place.write("events.csv", "id,who,what,at\nE2,L1,call,2026-01-02\n")
    place.load()
    assert place.read("select event_id from raw.events order by 1") == [("E1",), ("E2",)]


def test_raw_events_emptied_by_hand_are_noticed(place: Place) -> None:
    drift(loaded(place), f"{BUILT.format(1)}; delete from raw.events")
    with pytest.raises(LeadsError, match=r"^raw\.events has lost the rows of load 1"):
        place.load()


def test_nothing_is_loaded_into_a_view(place: Place) -> None:
    drift(loaded(place), "alter table raw.events rename to kept; create view raw.events as select * from raw.kept")
    with pytest.raises(LeadsError, match=r"^raw\.events is a view, so nothing can be loaded into it") as caught:
        place.load()
    assert caught.value.exit_code is ExitCode.BAD_INPUT


def test_status_names_the_columns_that_nothing_reads(place: Place) -> None:
    drift(loaded(place), "alter table raw.events add column sentiment double")
    result = CliRunner().invoke(app, ["--warehouse", str(place.warehouse), "status"])
    assert "raw.events has columns that nothing reads: sentiment." in result.output


def test_a_file_with_further_columns_lands_and_names_them(place: Place) -> None:
    loaded(place).write("events.csv", "new,id,who,what,at\n9,E2,L1,call,2026-01-02\n")
    assert place.load().files[1].ignored == ("new",)
    assert place.read("select event_id, lead_id from raw.events order by 1") == [("E1", "L1"), ("E2", "L1")]


def test_a_file_that_lost_a_mapped_column_is_refused_by_name(place: Place) -> None:
    loaded(place).write("events.csv", "id,what,at\nE2,call,2026-01-02\n")
    with pytest.raises(LeadsError, match=r"^events\.csv is refused, nothing was loaded: it lacks the column who;"):
        place.load()


def test_values_of_another_type_are_kept_out_with_their_reason(place: Place) -> None:
    loaded(place).write("events.csv", "id,who,what,at\nE2,L1,call,1767312000\n")
    assert place.load().files[1].rejected == 1
    assert place.read("select column_name from raw.rejected_rows") == [("occurred_at",)]
