"""A business that counts its days in a time zone of its own: every number agrees with the independent calculation, which reads
the zone by Python's own tables; nights that keep rows give what building everything anew gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import crowded_world
import stage_world
import test_road_is_exact
import test_road_stages
from leads.base.errors import ExitCode, LeadsError
from leads.replay.request import Request
from leads.replay.run import run_replay
from oracle.days import counting_days_in
from road import Road, generate_world
from same_marts import differing_groups, differing_leads, keep_aside

# Its midnights lie on the grid of times of the invented worlds, in winter; in summer an hour before.
ZONE = "America/Halifax"
WHY_WHOLE = "select why_whole, count(*) from operations.kept_tables group by 1 order by 2 desc limit 1"
RULESET = "select ruleset_version from intermediate.int_ruleset"


def counting_in(road: Road, zone: str) -> Road:
    """The same road of a business in another time zone."""
    return replace(road, settings=replace(road.settings, time_zone=zone))


@pytest.fixture
def empty(road: Road) -> Road:
    """The road without a warehouse."""
    road.settings.warehouse.unlink(missing_ok=True)
    return counting_in(road, ZONE)


@pytest.mark.torture
def test_scores_of_a_crowded_world_are_exact(empty: Road, tmp_path: Path) -> None:
    empty.load(crowded_world.write_crowded_world(tmp_path, cells=120, seed=7))
    empty.build(crowded_world.LAST_DATE, *test_road_is_exact.SCORES)
    with counting_days_in(ZONE):
        assert test_road_is_exact.assert_agrees(empty, crowded_world.LAST_DATE) > 90
        assert test_road_is_exact.assert_nps_agrees(empty, crowded_world.LAST_DATE) > 2


@pytest.mark.torture
def test_stays_are_exact_over_a_change_of_the_clocks(empty: Road, tmp_path: Path) -> None:
    empty.load(stage_world.write_stage_world(tmp_path, cells=200, seed=11))
    empty.build(stage_world.LAST_DATE, "--select", "+lead_stage_history")
    with counting_days_in(ZONE):
        assert len(test_road_stages.assert_agrees(empty, stage_world.LAST_DATE)) > 300


@pytest.mark.torture
@pytest.mark.parametrize("zone", ["Europe/Berlin", "Asia/Kolkata", "Pacific/Kiritimati"])
def test_scores_of_a_generated_world_are_exact(empty: Road, tmp_path: Path, zone: str) -> None:
    road, end = counting_in(empty, zone), date(2026, 6, 30)
    road.load(generate_world(tmp_path / "world", leads=300, days=300, seed=3, end_date=end))
    road.build(end, tests=True)
    with counting_days_in(zone):
        assert test_road_is_exact.assert_agrees(road, end) > 100


@pytest.mark.torture
def test_another_time_zone_counts_every_day_anew(empty: Road, tmp_path: Path) -> None:
    night = crowded_world.LAST_DATE - timedelta(days=20)
    in_utc = counting_in(empty, "UTC")
    in_utc.load(crowded_world.write_crowded_world(tmp_path / "world", cells=60, seed=3))
    in_utc.build(night)
    rules_of_utc = in_utc.rows(RULESET)
    of_utc = keep_aside(in_utc, tmp_path)

    with pytest.raises(LeadsError, match="or the time zone of the business are not those of the last build") as refused:
        run_replay(empty.settings, Request(night, night, "active"))
    assert refused.value.exit_code is ExitCode.BAD_RULES

    empty.build(night)
    assert empty.rows(WHY_WHOLE)[0][0] == "a model, macro or var that the table follows from has changed"
    assert empty.rows(RULESET) != rules_of_utc
    zones = "select distinct business_time_zone from operations.runs where moment = '{}' order by 1"
    assert empty.rows(zones.format("started")) == empty.rows(zones.format("finished")) == [(ZONE,), ("UTC",)]
    assert len(differing_leads(empty, of_utc)) > 10

    kept_on = night + timedelta(days=9)
    empty.build(kept_on)
    assert empty.rows("select keeps_events, keeps_scores from intermediate.int_build_baseline") == [(True, True)]
    assert empty.rows(WHY_WHOLE)[0][0] is None
    history = f"from marts.lead_score_history where as_of_date = '{kept_on}' and engagement_score > 0 order by lead_id"
    published = empty.rows(f"select * {history}")
    run_replay(empty.settings, Request(kept_on, kept_on, "active"))
    assert published and empty.rows(f"select * {history}") == published

    kept = keep_aside(empty, tmp_path)
    empty.build(kept_on, "--full-refresh")
    assert differing_groups(empty, kept) == {}


def test_a_build_in_no_time_zone_is_refused(empty: Road) -> None:
    nowhere = Road(replace(empty.settings, time_zone="Europe/Berln"))
    with pytest.raises(
        LeadsError, match=r"'Europe/Berln', which is no time zone; give an IANA name such as Europe/Berlin"
    ):
        nowhere.dbt("build", crowded_world.LAST_DATE, "--select", "int_ruleset")
