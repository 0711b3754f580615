"""Increments give what one load gives, and a change reaches exactly the leads it touches."""

from __future__ import annotations

from datetime import datetime, time
from pathlib import Path

import pytest

from colliding_world import FAR_AHEAD, LAST_DATE, colliding_tables, dealt_at_random
from elsewhere import built_elsewhere
from road import Road
from same_marts import differing_groups, differing_leads, keep_aside
from stage_rules import Change, under_changed_rules
from world_files import Tables, write_world

pytestmark = pytest.mark.torture

NIGHT = datetime.combine(LAST_DATE, time(3))
CHEAPER_CALLS: list[Change] = [
    ("engagement_rules", "rule_id", rule_id, {"points": "4"}, "2026-01-20") for rule_id in ("b2b_call", "b2c_call")
]
# What others do to raw between two loads without harm: a column more, a column less that nobody delivered, a view.
DRIFT = [
    "alter table raw.events add column sentiment double default 0.5",
    "alter table raw.accounts drop domain",
    "alter table raw.campaign_costs rename to campaign_costs_kept",
    "create view raw.campaign_costs as select *, 1 as more from raw.campaign_costs_kept",
]


@pytest.fixture(scope="module")
def tables() -> Tables:
    return colliding_tables(groups=100, seed=21)


@pytest.fixture(scope="module")
def whole(road: Road, tables: Tables, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse of one load and one build."""
    road.load(write_world(tmp_path_factory.mktemp("whole"), tables, LAST_DATE))
    road.build(LAST_DATE)
    return keep_aside(road, tmp_path_factory.mktemp("kept"))


def test_increments_in_any_order_equal_one_load(road: Road, whole: Path, tables: Tables, tmp_path: Path) -> None:
    """Also in another zone of the machine and with one thread."""
    road.settings.warehouse.unlink()
    for number, delivery in enumerate(dealt_at_random(tables, parts=2, seed=1)):
        world = write_world(tmp_path / f"{number}", delivery, LAST_DATE)
        built_elsewhere(road, LAST_DATE, "Pacific/Kiritimati", 1, world)
        road.execute(*(DRIFT if number == 0 else []))
    assert differing_groups(road, whole) == {}


def test_a_difference_names_its_mart_and_group(road: Road, whole: Path) -> None:
    change = "update marts.lead_scores set lead_score = lead_score {} 1 where lead_id = 'L007A'"
    road.execute(change.format("+"))
    assert differing_groups(road, whole) == {"lead_scores": {"007"}}
    assert differing_leads(road, whole) == {"L007A"}
    road.execute(change.format("-"))


def test_a_changed_rule_reaches_the_leads_it_touches(road: Road, whole: Path) -> None:
    """test_road_nights.py compares it with a full refresh."""
    changed = under_changed_rules(road, CHEAPER_CALLS)
    changed.build(LAST_DATE)
    earning = changed.rows(
        "select distinct lead_id from marts.lead_score_ledger where rule_id in ('b2b_call', 'b2c_call') and contribution <> 0"
    )
    assert differing_leads(changed, whole, "lead_score_ledger", "*") == {lead_id for (lead_id,) in earning}
    called = changed.rows(
        "select distinct lead_id from intermediate.int_events_counted inner join intermediate.int_leads_keyed using (lead_key)"
        " inner join intermediate.int_event_types using (event_type_key) where event_type = 'call'"
    )
    assert differing_leads(changed, whole) <= {lead_id for (lead_id,) in called}
    assert len(differing_leads(changed, whole)) > 20


def test_events_dated_ahead_wait_and_the_old_rules_bring_the_old_scores(
    road: Road, whole: Path, tables: Tables, tmp_path: Path
) -> None:
    event = {"event_type": "call", "occurred_at": FAR_AHEAD, "loaded_at": NIGHT}
    leads = sorted({row["lead_id"] for row in tables["leads"]})
    ahead = [{"event_id": f"ahead-{lead_id}", "lead_id": lead_id, **event} for lead_id in leads]
    road.load(write_world(tmp_path, {"leads": tables["leads"][:1], "events": ahead}, LAST_DATE))
    road.build(LAST_DATE)
    assert differing_groups(road, whole) == {"quarantined_events": {"all"}}
    told = road.rows("select count(*) from marts.quarantined_events where event_id like '%ahead-%'")
    assert told == [(len(leads),)]


def test_late_news_of_some_leads_changes_no_other(road: Road, whole: Path, tmp_path: Path) -> None:
    news: Tables = {
        "leads": [{"lead_id": f"L00{n}A", "job_title": "Head of Purchasing", "audience": "b2b", "loaded_at": NIGHT} for n in range(5)],
        "identity_links": [{"anonymous_id": f"V01{n}0", "lead_id": f"L01{n}A", "linked_at": datetime(2025, 12, 1), "loaded_at": NIGHT} for n in range(9)],
        "lead_merges": [{"merged_lead_id": f"L02{n}A", "surviving_lead_id": f"L02{n}B", "merged_at": NIGHT, "loaded_at": NIGHT} for n in range(9)],
        "events": [{"event_id": f"late-{n}", "lead_id": f"L03{n}A", "event_type": "call", "occurred_at": datetime(2026, 1, 30), "loaded_at": NIGHT} for n in range(9)],
    }  # fmt: skip
    road.load(write_world(tmp_path, news, LAST_DATE))
    road.build(LAST_DATE)
    groups = {lead_id[1:4] for lead_id in differing_leads(road, whole)}
    told = {f"{number:03d}" for number in (*range(5), *range(10, 40))}
    assert groups <= told
    assert min(len([group for group in groups if group[:2] == part]) for part in ("00", "01", "02", "03")) > 0
