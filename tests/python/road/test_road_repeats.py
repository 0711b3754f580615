"""The same input gives the same marts: whatever the order of files and loads, the number of threads, built once or again."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import duckdb
import pytest

from crowded_world import LAST_DATE, write_crowded_world
from road import Road, generate_world

MIDDLE = date(2026, 1, 20)


def split_world(world: Path, folder: Path, parts: int, seed: int) -> list[Path]:
    """The rows of a crowded world dealt out at random to several deliveries, each with the world's mapping."""
    chance = random.Random(seed)
    deliveries = [folder / f"delivery_{number}" for number in range(parts)]
    for delivery in deliveries:
        delivery.mkdir(parents=True)
        (delivery / "mapping.yml").write_bytes((world / "mapping.yml").read_bytes())
    for file in sorted(world.glob("*.jsonl")):
        lines = file.read_text().splitlines(keepends=True)
        chance.shuffle(lines)
        for delivery in deliveries:
            (delivery / file.name).write_text("")
        for line in lines:
            with (chance.choice(deliveries) / file.name).open("a") as out:
                out.write(line)
    return deliveries


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_crowded_world(tmp_path_factory.mktemp("crowded"), cells=150, seed=21)


@pytest.fixture(scope="module")
def one_load(road: Road, world: Path) -> dict[str, str]:
    """The marts of the whole world loaded at once."""
    road.load(world)
    road.build(LAST_DATE)
    return road.content_hash()


def test_increments_in_any_order_equal_one_load(
    road: Road, world: Path, one_load: dict[str, str], tmp_path: Path
) -> None:
    road.settings.warehouse.unlink()
    for number, delivery in enumerate(split_world(world, tmp_path, parts=4, seed=1)):
        road.load(delivery)
        road.build(MIDDLE if number % 2 else LAST_DATE)
    road.build(LAST_DATE)
    assert road.content_hash() == one_load


def test_a_second_build_and_a_full_refresh_change_nothing(road: Road, one_load: dict[str, str]) -> None:
    road.build(LAST_DATE)
    assert road.content_hash() == one_load
    road.build(LAST_DATE, "--full-refresh")
    assert road.content_hash() == one_load


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
