"""The same input gives the same marts, whatever the order of files and the number of threads."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pytest

from road import Road, generate_world


def deal_out_events(world: Path, order: str) -> None:
    """Rewrite the events of a generated world as two files with their rows in another order."""
    events = sorted(world.glob("events_*.parquet"))
    with duckdb.connect() as con:
        con.execute(f"create table events as select * from read_parquet('{world}/events_*.parquet')")
        for file in events:
            file.unlink()
        for number, half in enumerate(("<", ">=")):
            con.execute(
                f"copy (select * from events where right(md5(event_id), 1) {half} '8' order by {order}) "
                f"to '{world}/events_{9 - number}.parquet'"
            )


@pytest.mark.torture
def test_threads_and_the_order_of_files_change_nothing(
    road: Road, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = date(2026, 6, 30)
    world = generate_world(tmp_path / "world", leads=300, days=200, seed=9, end_date=end)
    hashes = []
    for threads, order in (("2", "event_id, loaded_at"), ("1", "md5(event_id), loaded_at desc")):
        monkeypatch.setenv("LEADS_THREADS", threads)
        deal_out_events(world, order)
        road.settings.warehouse.unlink(missing_ok=True)
        road.load(world)
        road.build(end)
        hashes.append(road.content_hash())
    assert hashes[0] == hashes[1]
