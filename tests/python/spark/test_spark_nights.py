"""A small world on both engines, night after night: every mart row by row, kept rows as a build of everything gives them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from both import differences
from colliding_world import colliding_tables, dealt_by_arrival
from engine import Lake, failures_of
from road import Road, settings_for
from world_files import write_world

NIGHTS = [date(2026, 1, 30), date(2026, 1, 31)]
WITHOUT_UNITS = ("--exclude-resource-type", "unit_test")
KEPT = "select count(*) from operations.kept_tables where why_whole is null"


@pytest.fixture(scope="module")
def nights(lake: Lake, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    """The warehouse of DuckDB after the second night; both nights built and compared on the way."""
    folder = tmp_path_factory.mktemp("nights")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEADS_TARGET", str(folder / "compiled"))
        patch.setenv("LEADS_LOGS", str(folder / "logs"))
        yield Road(settings_for(folder / "warehouse.duckdb"))


def build_both(road: Road, lake: Lake, night: date, *arguments: str) -> None:
    """The same night on both engines, with the record; on Spark with the tests of the data too."""
    road.build(night, *arguments, record=True)
    lake.land(road.settings.warehouse, night)
    assert failures_of(lake.dbt("build", night, *WITHOUT_UNITS, *arguments)) == []


def assert_equal(road: Road, lake: Lake) -> None:
    """Every mart, and the record, row by row."""
    rows, found = differences(road.settings.warehouse, lake.export("marts", "record", "activation"))
    assert rows > 0
    assert not found, "\n".join(str(one) for one in found)


@pytest.mark.timeout(3600)
def test_a_first_night_gives_the_rows_of_duckdb(nights: Road, lake: Lake, tmp_path: Path) -> None:
    first, _, _ = dealt_by_arrival(colliding_tables(groups=30, seed=5), NIGHTS)
    nights.load(write_world(tmp_path / "first", first, NIGHTS[0]))
    build_both(nights, lake, NIGHTS[0])
    assert_equal(nights, lake)


@pytest.mark.timeout(3600)
def test_a_second_night_keeps_rows_and_gives_the_rows_of_duckdb(nights: Road, lake: Lake, tmp_path: Path) -> None:
    """Late, doubled, conflicting and merged rows arrive (colliding_world.py)."""
    _, second, _ = dealt_by_arrival(colliding_tables(groups=30, seed=5), NIGHTS)
    nights.load(write_world(tmp_path / "second", second, NIGHTS[1]))
    build_both(nights, lake, NIGHTS[1])
    assert lake.session.sql(KEPT).collect()[0][0] > 20
    assert_equal(nights, lake)


@pytest.mark.timeout(3600)
def test_what_is_erased_is_gone_after_a_full_refresh(nights: Road, lake: Lake) -> None:
    """And everything built anew is what the nights had kept."""
    assert_equal(nights, lake)
    nights.execute("delete from raw.events where event_type = 'call'", "delete from raw.leads where lead_id = 'L001A'")
    build_both(nights, lake, NIGHTS[1], "--full-refresh")
    assert lake.session.sql("select count(*) from marts.lead_scores where lead_id = 'L001A'").collect()[0][0] == 0
    assert_equal(nights, lake)
