"""One world for all tests, as views of a connection: 4,000 leads, a year, 20 events a lead."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from leads.base.contract import Table, read_contract
from leads.generate.world import World, write_world

END = date(2026, 6, 30)
Query = Callable[..., list[tuple[object, ...]]]


@pytest.fixture(scope="session")
def contract() -> dict[str, Table]:
    return {name: table for name, table in read_contract().items() if table.is_loadable}


@pytest.fixture(scope="session")
def world_folder(tmp_path_factory: pytest.TempPathFactory, contract: dict[str, Table]) -> Path:
    folder = tmp_path_factory.mktemp("world") / "out"
    write_world(World(4000, 365, 11, END, 20.0), contract, folder, lambda _: None)
    return folder


@pytest.fixture(scope="session")
def query(world_folder: Path, contract: dict[str, Table]) -> Iterator[Query]:
    """Runs SQL over the world: a view per raw table, `truth`, and `firsts` (events without their repeated deliveries)."""
    with duckdb.connect() as con:
        for table in contract:
            files = "events_*.parquet" if table == "events" else f"{table}.parquet"
            con.execute(f"create table {table} as select * from read_parquet('{world_folder / files}')")
        con.execute(f"create table truth as select * from read_parquet('{world_folder / 'truth' / 'truth.parquet'}')")
        con.execute(
            "create table firsts as select * from events "
            "qualify row_number() over (partition by event_id order by loaded_at, occurred_at, event_type) = 1"
        )
        yield lambda sql: con.execute(sql).fetchall()


@pytest.fixture(scope="session")
def value(query: Query) -> Callable[[str], float]:
    """The single number that a query gives."""
    return lambda sql: float(query(sql)[0][0])  # type: ignore[arg-type]
