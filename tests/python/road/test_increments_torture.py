"""A thousand groups of leads in several orders of delivery, sources without a load time, and the history of each night."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from colliding_world import LAST_DATE, colliding_tables, dealt_at_random, dealt_by_arrival
from leads.load.load_mapping import load_mapping
from road import Road
from same_marts import differing_groups, keep_aside
from stage_rules import under_changed_rules
from world_files import Tables, write_world

pytestmark = [pytest.mark.torture, pytest.mark.timeout(3600)]
NIGHTS = [date(2026, 1, 5), date(2026, 1, 25), date(2026, 2, 10)]
HISTORY = "select * from marts.lead_score_history where as_of_date in ({}) order by all"


@pytest.fixture(scope="module")
def tables() -> Tables:
    return colliding_tables(groups=1000, seed=2026)


@pytest.fixture(scope="module")
def whole(road: Road, tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of one load, built for some nights one after the other."""
    road.load(write_world(tmp_path_factory.mktemp("whole"), tables, LAST_DATE))
    for night in (*NIGHTS, LAST_DATE):
        road.build(night)
    return keep_aside(road, tmp_path_factory.mktemp("kept"))


def history(road: Road) -> list[tuple[Any, ...]]:
    """Every row of the history on the nights."""
    return road.rows(HISTORY.format(", ".join(f"'{night}'" for night in (*NIGHTS, LAST_DATE))))


@pytest.mark.parametrize("seed", [1, 2])
def test_a_thousand_groups_in_any_order_equal_one_load(
    road: Road, whole: Path, tables: Tables, tmp_path: Path, seed: int
) -> None:
    road.settings.warehouse.unlink()
    chance = random.Random(seed)
    changed = under_changed_rules(road)
    for number, delivery in enumerate(dealt_at_random(tables, parts=6, seed=seed)):
        road.load(write_world(tmp_path / f"{number}", delivery, LAST_DATE))
        other = changed if number % 2 == 0 else road
        other.build(LAST_DATE if number % 2 else chance.choice(NIGHTS))
    assert differing_groups(road, whole) == {}


def test_the_history_of_each_night_is_what_a_later_build_of_that_date_gives(
    road: Road, whole: Path, tables: Tables, tmp_path: Path
) -> None:
    kept = Road(replace(road.settings, warehouse=whole))
    expected = history(kept)
    road.settings.warehouse.unlink()
    for night, delivery in zip((*NIGHTS, LAST_DATE), dealt_by_arrival(tables, NIGHTS), strict=True):
        road.load(write_world(tmp_path / f"{night}", delivery, LAST_DATE))
        road.build(night)
    assert differing_groups(road, whole) == {}
    assert len(expected) > 3000
    assert history(road) == expected


def test_rows_without_a_load_time_of_their_own(road: Road, tables: Tables, tmp_path: Path) -> None:
    road.settings.warehouse.unlink()
    for number, delivery in enumerate(dealt_at_random(tables, parts=5, seed=3)):
        unstamped = {name: [without_load_time(row) for row in rows] for name, rows in delivery.items()}
        mapping = write_world(tmp_path / f"{number}", unstamped, LAST_DATE)
        loaded_at = datetime(2026, 2, 1) + timedelta(days=5 * number, hours=3)
        load_mapping(mapping, road.settings.warehouse, loaded_at=loaded_at)
        road.build(loaded_at.date())
    by_increments = keep_aside(road, tmp_path)
    assert road.rows("select count(distinct loaded_at) from raw.events") == [(5,)]
    road.build(loaded_at.date(), "--full-refresh")
    assert differing_groups(road, by_increments) == {}


def without_load_time(row: dict[str, Any]) -> dict[str, Any]:
    """The row as a source delivers it that knows no load time."""
    return {name: value for name, value in row.items() if name != "loaded_at"}
