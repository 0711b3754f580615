"""One small load for all tests of the benchmark: 20,000 deliveries, 400 leads, two years."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from bench.load.write_load import write_load, write_more, write_next_day
from small_load import LOAD, Query


@pytest.fixture(scope="session")
def load_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with `base`, `next` and `more`."""
    folder = tmp_path_factory.mktemp("bench")
    write_load(LOAD, folder / "base")
    write_next_day(LOAD, folder / "next")
    write_more(LOAD, folder / "more")
    return folder


@pytest.fixture(scope="session")
def query(load_folder: Path) -> Iterator[Query]:
    """Runs SQL over the load: its tables, next_events and more_events."""
    with duckdb.connect() as con:
        for table in ("leads", "accounts", "identity_links", "lead_merges"):
            con.execute(f"create table {table} as from read_parquet('{load_folder / 'base' / table}.parquet')")
        con.execute(f"create table events as from read_parquet('{load_folder / 'base'}/events_*.parquet')")
        con.execute(f"create table next_events as from read_parquet('{load_folder / 'next'}/events_*.parquet')")
        con.execute(f"create table more_events as from read_parquet('{load_folder / 'more'}/events_*.parquet')")
        yield lambda sql: con.execute(sql).fetchall()
