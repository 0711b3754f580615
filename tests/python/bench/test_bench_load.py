"""The load: as many rows as asked for, copies and late events in their shares, the same for the same seed."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from bench.load import write_load as module
from bench.load.write_load import Load, write_load
from leads.base.contract import read_contract
from small_load import LOAD, Query


def one(rows: list[tuple[object, ...]]) -> tuple[float, ...]:
    (row,) = rows
    return tuple(float(str(value)) for value in row)


def test_rows_are_as_many_as_asked_for(query: Query) -> None:
    assert one(query("select count(*) from events")) == (20_000,)
    assert one(query("select count(distinct lead_id) from leads")) == (400,)
    assert one(query("select count(*) from accounts")) == (40,)
    assert one(query("select count(*) from next_events")) == (20_000 // 730,)


def test_one_delivery_in_a_hundred_is_a_copy_and_says_the_same(query: Query) -> None:
    (events,) = one(query("select count(distinct event_id) from events"))
    assert 0.007 < (20_000 - events) / 20_000 < 0.013
    assert one(query("select count(*) from (select distinct * exclude (loaded_at) from events)")) == (events,)


def test_two_events_in_a_hundred_land_days_late_and_none_before_it_happened(query: Query) -> None:
    firsts = (
        "(select event_id, min(occurred_at) as occurred_at, min(loaded_at) as loaded_at from events group by event_id)"
    )
    late, early = one(
        query(
            "select avg((loaded_at >= occurred_at + interval 1 day)::int), sum((loaded_at < occurred_at)::int) "
            f"from {firsts}"
        )
    )
    assert 0.015 < late < 0.030
    assert early == 0


def test_some_events_have_the_key_of_another(query: Query) -> None:
    share = one(
        query(
            "select 1 - count(distinct (lead_id, event_type, session_id)) / count(*) "
            "from (select distinct on (event_id) * from events) where session_id is not null and lead_id is not null"
        )
    )
    assert 0.05 < share[0] < 0.5


def test_few_leads_have_hundreds_of_events(query: Query) -> None:
    above, median, most = one(
        query(
            "with numbers as (select count(*) as number from events where lead_id is not null group by lead_id) "
            "select avg((number > 200)::int), median(number), max(number) from numbers"
        )
    )
    assert 0.005 < above < 0.12
    assert median < 30 < 300 < most


def test_visitors_are_linked_later_and_some_never(query: Query) -> None:
    shares = one(
        query(
            "select avg((event.anonymous_id is not null)::int), "
            "avg((link.linked_at > event.occurred_at)::int) filter (where link.linked_at is not null), "
            "avg((link.anonymous_id is null)::int) filter (where event.anonymous_id is not null) "
            "from events as event left join identity_links as link using (anonymous_id)"
        )
    )
    assert 0.02 < shares[0] < 0.05
    assert shares[1] > 0.05
    assert shares[2] > 0.05


def test_two_years_end_on_the_last_date_and_the_next_day_follows(query: Query) -> None:
    ((first, last, following),) = query(
        "select min(loaded_at)::date::varchar, max(loaded_at)::date::varchar, "
        "(select min(loaded_at)::date::varchar || max(loaded_at)::date::varchar from next_events) from events"
    )
    assert (first, last) == ("2024-07-01", str(LOAD.last_date))
    assert following == str(LOAD.next_date) * 2


def test_more_of_that_day_are_other_events(query: Query) -> None:
    ((events, ids, first, last, known),) = query(
        "select count(*), count(distinct event_id), min(loaded_at)::date::varchar, max(loaded_at)::date::varchar, "
        "count(*) filter (where event_id in (select event_id from next_events)) from more_events"
    )
    assert (events, known) == (LOAD.events // LOAD.days, 0) and ids
    assert (first, last) == (str(LOAD.next_date), str(LOAD.next_date))


def test_the_tables_fit_the_raw_contract(query: Query) -> None:
    contract = read_contract()
    for table in ("leads", "accounts", "identity_links", "lead_merges", "events"):
        columns = {str(row[0]) for row in query(f"describe {table}")}
        assert columns <= set(contract[table].mappable)
        required = {name for name, column in contract[table].mappable.items() if column.is_required}
        assert required <= columns | {"loaded_at"}


def rows_of(folder: Path) -> list[tuple[object, ...]]:
    with duckdb.connect() as con:
        return con.execute(f"from read_parquet('{folder}/events_*.parquet') order by all").fetchall()


def test_the_same_seed_gives_the_same_rows_in_files_of_any_size(
    tmp_path: Path, load_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "EVENTS_PER_FILE", 7_000)
    write_load(LOAD, tmp_path / "again")
    write_load(Load(events=20_000, seed=4), tmp_path / "other")
    assert len(list((tmp_path / "again").glob("events_*.parquet"))) == 3
    assert rows_of(tmp_path / "again") == rows_of(load_folder / "base")
    assert rows_of(tmp_path / "other") != rows_of(load_folder / "base")
