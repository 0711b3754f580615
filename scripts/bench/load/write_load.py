"""Write a load as Parquet in pieces, so that memory does not grow with it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import duckdb

from leads.base import sql
from leads.generate.world import SQL_DIR as DRAWS_DIR

HERE = Path(__file__).parent
PROFILES = ("leads", "accounts", "identity_links", "lead_merges")
STEP = 10_000  # events of a block of leads
EVENTS_PER_LEAD = 50
EVENTS_PER_FILE = 2_000_000
MORE = 1_000  # events of a day that land after the others
MAPPING = "source: .\nas_of_date: {date}\ntables:\n{tables}"


@dataclass(frozen=True)
class Load:
    """A load of that many deliveries of events over so many days up to the last date; a lead for every 50 of them.

    events: a multiple of 10,000. The same fields give the same rows, whatever machine and number of threads.
    """

    events: int
    last_date: date = date(2026, 6, 30)
    days: int = 730
    seed: int = 1

    @property
    def leads(self) -> int:
        """Number of leads."""
        return self.events // EVENTS_PER_LEAD

    @property
    def next_date(self) -> date:
        """The date of the nightly increment."""
        return self.last_date + timedelta(days=1)

    def variables(self) -> dict[str, int]:
        """What the SQL reads; names ending in `_s` are seconds since 1970-01-01 UTC."""
        after = int(datetime.combine(self.next_date, datetime.min.time(), timezone.utc).timestamp())
        return {
            "seed": self.seed,
            "event_count": self.events,
            "lead_count": self.leads,
            "start_s": after - self.days * 86_400,
            "end_s": after - 1,
        }


def write_load(load: Load, folder: Path) -> None:
    """Write the load with a mapping for `leads load` into a new folder."""
    folder.mkdir(parents=True)
    with _drawing(load) as con:
        for table in PROFILES:
            _copy(con, _sql(table), folder / f"{table}.parquet")
        for number, first in enumerate(range(0, load.events, EVENTS_PER_FILE), 1):
            _set(con, first_event=first, last_event=min(load.events, first + EVENTS_PER_FILE))
            _copy(con, _sql("events"), folder / f"events_{number:04d}.parquet")
    _write_mapping(load.last_date, folder, (*PROFILES, "events"))


def write_next_day(load: Load, folder: Path) -> None:
    """Write what lands on the day after the last date, with its mapping, into a new folder: events, some of them copies of
    the load's, and the profiles of three leads in a thousand again, as a source delivers those that somebody touched."""
    folder.mkdir(parents=True)
    with _drawing(load) as con:
        _set(con, first_event=load.events, last_event=load.events + load.events // load.days)
        _copy(con, _sql("events"), folder / "events_0001.parquet")
        touched = (
            f"select * replace (as_time(getvariable('end_s') + 43200) as loaded_at) from ({_sql('leads')}) "
            "where right(lead_id, 3) in ('037', '411', '858')"
        )
        _copy(con, touched, folder / "leads.parquet")
    _write_mapping(load.next_date, folder, ("leads", "events"))


def write_more(load: Load, folder: Path) -> None:
    """Write 1,000 further events of that next day (fewer where it has fewer), with their mapping, into a new folder."""
    folder.mkdir(parents=True)
    after = load.events + load.events // load.days
    with _drawing(replace(load, seed=load.seed + 1)) as con:  # of the same moments, but other visits
        _set(con, first_event=max(load.events, after - MORE), last_event=after)
        further = f"select * replace ('more-' || event_id as event_id) from ({_sql('events')})"
        _copy(con, further, folder / "events_0001.parquet")
    _write_mapping(load.next_date, folder, ("events",))


@contextmanager
def _drawing(load: Load) -> Iterator[duckdb.DuckDBPyConnection]:
    with tempfile.TemporaryDirectory() as spill, duckdb.connect(config={"temp_directory": spill}) as con:
        con.execute("set memory_limit = '1500MB'")
        con.execute("set preserve_insertion_order = true")
        con.execute((DRAWS_DIR / "macros.sql").read_text(encoding="utf-8"))
        _set(con, **load.variables())
        con.execute(_sql("shape"))
        yield con


def _sql(name: str) -> str:
    return (HERE / f"{name}.sql").read_text(encoding="utf-8")


def _set(con: duckdb.DuckDBPyConnection, **variables: int) -> None:
    for name, value in variables.items():
        con.execute(f"set variable {name} = {value}::bigint")


def _copy(con: duckdb.DuckDBPyConnection, query: str, path: Path) -> None:
    con.execute(f"copy ({query}) to {sql.text(str(path))} (format parquet)")


def _write_mapping(as_of: date, folder: Path, tables: tuple[str, ...]) -> None:
    patterns = {table: "events_*.parquet" if table == "events" else f"{table}.parquet" for table in tables}
    entries = "".join(f'  {table}:\n    - files: "{pattern}"\n' for table, pattern in patterns.items())
    (folder / "mapping.yml").write_text(MAPPING.format(date=as_of, tables=entries), encoding="utf-8")
