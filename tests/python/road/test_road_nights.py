"""Night after night, a build that keeps what it can gives what building everything anew gives."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import accumulate
from pathlib import Path

import pytest

from colliding_world import colliding_tables, dealt_by_arrival
from road import Road
from same_marts import differing_groups, keep_aside
from stage_rules import Change, under_changed_rules
from world_files import Tables, write_world

Walk = Callable[[Road, Tables, list[date], Path], None]
# A Friday: the nights after it cross a weekend, the start of a week and of a month.
FIRST_NIGHT = date(2026, 1, 30)
# Days between nights of a team that breaks off for days, weeks, months, more than a year; news arrives until May.
BREAKS = [8, 1, 15, 1, 29, 7, 1, 45, 2, 91, 1, 200, 400]
KEPT = "select keeps_events, keeps_scores from intermediate.int_build_baseline"
SHARE_RENEWED = """
    select (select count(*) from intermediate.int_leads_renewed) / (select count(*) from intermediate.int_leads_keyed)
"""
IS_OF_THE_BUILD = """
    select coalesce(kept.build_id = baseline.build_id, false)
    from operations.kept_tables as kept cross join intermediate.int_build_baseline as baseline
    where kept.table_name = 'intermediate.{}'
"""
# Parts of a build, in words for dbt: what they leave is not what the baseline tells of.
PARTS = [
    ["--select int_lead_inputs", "--select int_lead_inputs", "--select tag:replay"],
    ["--select int_lead_inputs", "--select int_lead_inputs"],
    ["--select tag:replay"],
    ["--select int_build_baseline"],
    ["--select int_build_baseline int_gate_dates"],
    ["--select int_gate_dates"],
    ["--select int_events_deduplicated+,+int_scores_by_date"],
    ["--select +int_events_counted", "--select int_rule_days_found"],
    ["--exclude int_leads_renewed"],
    ["--exclude int_machine_clicks"],
    ["--exclude int_profile_dates"],
    ["--select int_events_resolved --vars '{clock_skew_tolerance: 300}'"],
]
DEARER_CALLS: list[Change] = [
    ("engagement_rules", "rule_id", rule_id, {"points": "9"}, "2026-01-20") for rule_id in ("b2b_call", "b2c_call")
]


def nights(count: int) -> list[date]:
    """So many nights, one after the other."""
    return [FIRST_NIGHT + timedelta(days=number) for number in range(count)]


def nights_with_breaks() -> list[date]:
    """Nights with breaks between them, from early January on."""
    return [date(2026, 1, 10) + timedelta(days=days) for days in accumulate(BREAKS, initial=0)]


def differences_from_anew(road: Road, night: date, folder: Path) -> dict[str, set[str]]:
    """What differs when everything is built anew; the warehouse is left as it was."""
    kept = keep_aside(road, folder)
    road.build(night, "--full-refresh")
    found = differing_groups(road, kept)
    shutil.copy(kept, road.settings.warehouse)
    return found


def build_and_compare(road: Road, night: date, first: date, folder: Path) -> None:
    """Build a night; all but the first keep rows and give what building everything anew gives."""
    road.build(night)
    if night > first:
        assert road.rows(KEPT) == [(True, True)]
        assert differences_from_anew(road, night, folder) == {}, night


def load_each_night(road: Road, tables: Tables, dates: list[date], folder: Path) -> None:
    """Deliver what landed by each date."""
    build_each_night(road, dealt_by_arrival(tables, dates), dates, folder)


def build_each_night(road: Road, deliveries: list[Tables], dates: list[date], folder: Path) -> None:
    """Deliver and build, all nights but the first compared with a build of everything."""
    road.settings.warehouse.unlink(missing_ok=True)
    for night, delivery in zip(dates, deliveries, strict=False):
        if any(delivery.values()):
            road.load(write_world(folder / f"{night}", delivery, night))
        build_and_compare(road, night, dates[0], folder)


def know_more_each_night(road: Road, tables: Tables, dates: list[date], folder: Path) -> None:
    """Deliver everything at once, so that only the date moves from night to night."""
    road.settings.warehouse.unlink(missing_ok=True)
    road.load(write_world(folder / "all", tables, dates[-1]))
    for night in dates:
        build_and_compare(road, night, dates[0], folder)


def test_nights_of_deliveries_equal_builds_of_everything(road: Road, tmp_path: Path) -> None:
    """Among them an event whose later delivery, of an earlier moment of the same day, takes the place of the first."""
    dates = nights(2)
    deliveries = dealt_by_arrival(colliding_tables(groups=60, seed=5), dates)
    for delivery, lead_id, hour, occurred_on in zip(deliveries, ("L000A", "L001A"), (8, 7), (5, 12), strict=False):
        event: dict[str, object] = {"event_id": "moved", "event_type": "call", "lead_id": lead_id}
        event |= {"loaded_at": datetime(2026, 1, 30, hour), "occurred_at": datetime(2026, 1, occurred_on)}
        delivery["events"].append(event)
    build_each_night(road, deliveries, dates, tmp_path)
    [(share,)] = road.rows(SHARE_RENEWED)
    assert 0 < share < 0.8
    moved = "select identifier from intermediate.int_events_deduplicated where event_id like '%moved'"
    assert road.rows(moved) == [("L001A",)]


@pytest.mark.torture
def test_a_changed_rule_reads_no_event_again(road: Road, tmp_path: Path) -> None:
    [night] = nights(3)[-1:]
    changed = under_changed_rules(road, DEARER_CALLS)
    changed.build(night)
    assert changed.rows(KEPT) == [(True, False)]
    assert changed.rows(SHARE_RENEWED) == [(0,)]
    assert differences_from_anew(changed, night, tmp_path) == {}


@pytest.mark.torture
def test_a_table_that_missed_a_build_is_built_anew(road: Road, tmp_path: Path) -> None:
    tables, dates = colliding_tables(groups=60, seed=5), nights(5)
    for night, delivery in list(zip(dates, dealt_by_arrival(tables, dates), strict=False))[3:]:
        road.load(write_world(tmp_path / f"{night}", delivery, night))
        road.build(night, *(["--exclude", "int_gate_dates+"] if night < dates[-1] else []))
        assert road.rows(IS_OF_THE_BUILD.format("int_gate_dates")) == [(night == dates[-1],)]
    assert road.rows(KEPT) == [(True, True)]


@pytest.mark.torture
@pytest.mark.parametrize("parts", PARTS)
def test_a_part_of_a_build_loses_no_news(road: Road, tmp_path: Path, parts: list[str]) -> None:
    """Between two builds of everything a part is built, on the date of the second. The comparison also finds what the nights
    of the tests before have left wrong."""
    before, night = nights(6)[-2:]
    visitor, call = f"V{'-'.join(parts)}", {"event_type": "call", "occurred_at": datetime(2026, 1, 20)}
    known: Tables = {
        "identity_links": [{"anonymous_id": visitor, "lead_id": "L004A", "linked_at": datetime(2026, 1, 2)}],
        "events": [{"event_id": f"{visitor} visitor", "anonymous_id": visitor, **call}],
    }
    news: Tables = {
        "leads": [{"lead_id": "L002A", "job_title": f"Head of {visitor}", "audience": "b2b"}],
        "events": [{"event_id": f"{visitor} lead", "lead_id": "L003A", **call}],
    }
    stamp(known, before, identity_links=night)
    stamp(news, before)
    road.load(write_world(tmp_path / "known", known, before))
    road.build(before)
    road.load(write_world(tmp_path / "news", news, before))
    for words in parts:
        road.build(night, *shlex.split(words))
    road.build(night)
    assert differences_from_anew(road, night, tmp_path) == {}


def stamp(tables: Tables, day: date, **others: date) -> None:
    """Say of every row that it landed on a day, of the rows of some tables on others."""
    for name, rows in tables.items():
        for row in rows:
            row["loaded_at"] = datetime.combine(others.get(name, day), datetime.min.time())


@pytest.mark.torture
def test_rows_taken_out_before_a_part_is_built_are_gone(road: Road, tmp_path: Path) -> None:
    """From the warehouse as the last night left it."""
    night = nights(6)[-1]
    road.execute("delete from raw.events where event_type = 'call'", "delete from raw.leads where lead_id = 'L005A'")
    road.build(night, "--full-refresh", "--select", "int_events_deduplicated")
    road.build(night, "--select", "int_lead_inputs")
    road.build(night)
    assert differences_from_anew(road, night, tmp_path) == {}


@pytest.mark.torture
def test_what_an_older_version_kept_is_not_read(road: Road) -> None:
    """Nor what a part of a build rebuilt; the night after goes on from what it wrote."""
    road.build(nights(6)[-1], "--full-refresh", "--select", "int_events_deduplicated")
    road.execute(
        "alter table intermediate.int_lead_inputs rename column fingerprint to hashed",
        "update operations.kept_tables set code_version = 'older' where table_name = 'intermediate.int_lead_inputs'",
    )
    road.build(nights(6)[-1])
    assert road.rows(SHARE_RENEWED) == [(1,)]
    road.build(nights(7)[-1])
    assert road.rows(KEPT) == [(True, True)]


@pytest.mark.torture
def test_what_other_vars_built_is_built_anew(road: Road) -> None:
    road.build(nights(7)[-1], "--vars", "{machine_click_seconds: 600}")
    assert road.rows(KEPT) == [(False, False)]


@pytest.mark.torture
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("walk", [load_each_night, know_more_each_night])
@pytest.mark.parametrize("seed", [1, 2])
def test_weeks_of_nights_equal_builds_of_everything(road: Road, tmp_path: Path, walk: Walk, seed: int) -> None:
    walk(road, colliding_tables(groups=100, seed=seed), nights(30), tmp_path)


@pytest.mark.torture
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("walk", [load_each_night, know_more_each_night])
@pytest.mark.parametrize("seed", [3, 4])
def test_nights_after_breaks_equal_builds_of_everything(road: Road, tmp_path: Path, walk: Walk, seed: int) -> None:
    walk(road, colliding_tables(groups=100, seed=seed), nights_with_breaks(), tmp_path)
