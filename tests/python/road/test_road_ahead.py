"""What leads are told about yesterday and tomorrow agrees with the independent calculation: causes, departures, ways up."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from ahead import DAY, Ahead, read
from crowded_world import LAST_DATE, write_crowded_world
from oracle.changes import PARTS, changes
from oracle.fit import band
from oracle.ledger import LedgerRow, total
from oracle.score import Scorer
from replayed import DATES, FIRST_DATE, assert_replay_agrees, replay
from road import Road, reading_once
from stage_rules import CHANGES as STAGE_CHANGES
from stage_rules import Change, own_scales, under_changed_rules
from test_road_is_exact import assert_agrees, assert_nps_agrees

DAYS_AHEAD = 90
TOLD = ("--select", "+lead_scores", "+going_cold", "+lead_score_changes", "+int_next_activities", "+int_lead_lifecycle")
# changes of rules, bounds, weights and models in the weeks before the last date, and of rules in the weeks after
CHANGES: list[Change] = [
    ("engagement_rules", "rule_id", "b2b_call", {"window_days": "20"}, ""),
    ("engagement_rules", "rule_id", "b2c_call", {"points": "12", "window_days": "", "decay": "none"}, ""),
    ("engagement_rules", "rule_id", "b2c_email_click", {"window_days": "12", "decay": "none"}, ""),
    ("engagement_rules", "rule_id", "b2c_careers_visit", {"points": "-9", "window_days": "30", "decay": "none"}, ""),
    ("engagement_rules", "rule_id", "b2c_unsubscribed", {"window_days": "40"}, ""),
    ("engagement_rules", "rule_id", "b2c_demo_request", {"points": "33.33", "cap_count": "2"}, "2026-02-05"),
    ("engagement_rules", "rule_id", "b2c_key_page_visit", {}, "2026-02-04"),
    ("engagement_rules", "rule_id", "b2c_webinar_attended", {"points": "40"}, "2026-02-14"),
    ("engagement_groups", "group_id", "visits", {"cap": "30"}, "2026-02-05"),
    ("engagement_groups", "group_id", "disinterest", {"floor": "-5"}, "2026-02-20"),
    ("engagement_groups", "group_id", "web", {"cap": "4"}, "2026-01-20"),
    ("scoring_models", "model_id", "b2c_standard", {"fit_weight": "0.70"}, "2026-02-01"),
    ("scoring_models", "model_id", "b2b_standard", {}, "2026-02-05"),
    ("scoring_models", "model_id", "b2b_candidate", {"status": "active"}, "2026-02-05"),
    *own_scales("b2b_candidate", (41.5, 33, 12), (80, 22.5, 3)),
    ("fit_rules", "rule_id", "b2b_industry_core", {"tier": "0"}, "2026-02-01"),
    ("fit_rules", "rule_id", "b2c_age_core", {"tier": "-40"}, "2026-02-10"),
]


@pytest.fixture(scope="module")
def crowded(road: Road, tmp_path_factory: pytest.TempPathFactory) -> Road:
    road.load(write_crowded_world(tmp_path_factory.mktemp("crowded"), cells=300, seed=11))
    return road


# By default the rules with changes of every kind; `make torture` runs the other two as well.
RULES = [
    pytest.param(CHANGES, id="another model"),
    pytest.param([], id="rules", marks=pytest.mark.torture),
    pytest.param(STAGE_CHANGES, id="a model ends", marks=pytest.mark.torture),
]


@pytest.fixture(scope="module", params=RULES)
def ahead(crowded: Road, request: pytest.FixtureRequest) -> Ahead:
    """Under the project's rules, and under rules that change in the weeks before and after the last date."""
    road = under_changed_rules(crowded, request.param)
    road.build(LAST_DATE)
    return read(road)


def test_every_score_is_exact(ahead: Ahead) -> None:
    assert assert_agrees(ahead.road, LAST_DATE) > 300
    assert assert_nps_agrees(ahead.road, LAST_DATE) > 5


def test_a_lead_leaves_its_band_on_the_day_it_is_told(ahead: Ahead) -> None:
    expected = []
    lowest = band(Decimal(0), ahead.inputs.rules, LAST_DATE)
    days = [LAST_DATE + number_of_days * DAY for number_of_days in range(1, DAYS_AHEAD + 1)]
    for lead_id in ahead.now.now.leads:
        today = ahead.band_on(lead_id, LAST_DATE)
        if today == lowest:
            continue
        left_on = next((day for day in days if ahead.band_on(lead_id, day) != today), None)
        next_band = ahead.band_on(lead_id, left_on) if left_on else None
        expected.append((lead_id, today, left_on, next_band, days[-1]))
    found = [
        (
            row["lead_id"],
            str(row["engagement_band"]),
            row["leaves_band_on"],
            str(row["next_band"]) if row["next_band"] else None,
            row["looked_ahead_to"],
        )
        for row in ahead.cold
    ]
    assert len(found) > 20
    assert found == sorted(expected)


def test_engagement_on_the_day_of_leaving_is_exact(ahead: Ahead) -> None:
    for row in ahead.cold:
        assert abs(row["engagement_score"] - total(ahead.rows_on(row["lead_id"], LAST_DATE))) < Decimal("0.0001")
        if row["leaves_band_on"]:
            then = total(ahead.rows_on(row["lead_id"], row["leaves_band_on"]))
            assert abs(row["engagement_then"] - then) < Decimal("0.0001"), row["lead_id"]
            assert row["days_left"] == (row["leaves_band_on"] - LAST_DATE).days


def test_every_part_of_every_change_is_exact(ahead: Ahead) -> None:
    found = {(row["from_date"], row["lead_id"]): row for row in ahead.moved}
    expected: dict[tuple[date, str], dict[str, Any]] = {}
    for days in (1, 7, 30):
        then = Scorer(ahead.inputs, LAST_DATE - days * DAY)
        for lead_id in then.now.leads:
            parts = changes(then, ahead.now, lead_id)
            if parts and any(parts.values()):
                ends = then.score(lead_id)["shadow_score"], ahead.now.score(lead_id)["shadow_score"]
                whole = {"score_before": ends[0], "score_after": ends[1], "difference": ends[1] - ends[0]}
                expected[then.as_of, lead_id] = parts | whole
    assert set(found) == set(expected)
    wrong = {
        key: {
            name: (row[name], found[key][name]) for name in row if abs(row[name] - found[key][name]) > Decimal("0.011")
        }
        for key, row in expected.items()
    }
    assert not {key: cells for key, cells in wrong.items() if cells}
    assert all(sum(row[part] for part in PARTS) == row["difference"] for row in ahead.moved)


def test_past_dates_that_are_replayed_are_exact(ahead: Ahead) -> None:
    ahead.road.execute("delete from marts.lead_score_history")
    with reading_once():
        replay(ahead.road.settings, FIRST_DATE, LAST_DATE)
    assert_replay_agrees(ahead.road, ahead.inputs, DATES)


def test_the_world_knows_every_cause(ahead: Ahead) -> None:
    counts = Counter(part for row in ahead.moved for part in PARTS if row[part])
    has_changes = any(rule["valid_to"] for rule in ahead.inputs.rules.rows("scoring_models"))
    asked = PARTS if has_changes else [part for part in PARTS if part not in ("expiry", "rules")]
    assert not {part: counts[part] for part in asked if counts[part] < 5}
    assert len({tuple(bool(row[part]) for part in PARTS) for row in ahead.moved}) >= 15


def test_leads_leave_their_band_downwards_and_where_rules_change_upwards_too(ahead: Ahead) -> None:
    ways = Counter(_way(row["engagement_band"], row["next_band"]) for row in ahead.cold)
    assert {"falls", "falls far"} <= set(ways)
    if _changes_model(ahead):
        assert {"stays", "rises"} <= set(ways)


def _changes_model(ahead: Ahead) -> bool:
    """Whether these are the rules under which another model takes over."""
    active = [model for model in ahead.inputs.rules.rows("scoring_models") if model["status"] == "active"]
    return len({model["model_id"] for model in active if model["audience"] == "b2b"}) > 1


def _way(today: int, later: int | None) -> str:
    if later is None:
        return "stays"
    return "rises" if later < today else "falls" if later == today + 1 else "falls far"


def test_the_named_activity_is_the_least_that_reaches_the_next_band(ahead: Ahead) -> None:
    types = {str(row["event_type"]): row["description"] for row in ahead.inputs.rules.rows("event_types")}
    reached: dict[str, list[tuple[Decimal, str]]] = {lead_id: [] for lead_id in ahead.activities}
    before = {lead_id: ahead.rows_on(lead_id, LAST_DATE) for lead_id in reached}
    aims = {
        lead_id: min(bound for bound in ahead.bounds(lead_id) if bound > total(rows))
        for lead_id, rows in before.items()
    }
    for event_type in types:
        world = ahead.after(event_type)
        for lead_id, rows in before.items():
            after = ahead.rows_on(lead_id, LAST_DATE, world)
            if total(after) >= aims[lead_id]:
                reached[lead_id].append((_unclipped(after) - _unclipped(rows), event_type))
    expected = {lead_id: types[min(ways)[1]] if ways else None for lead_id, ways in reached.items()}
    assert {lead_id: row["next_band_activity"] for lead_id, row in ahead.activities.items()} == expected
    for lead_id, row in ahead.activities.items():
        aim = aims[lead_id] - total(entry for entry in before[lead_id] if entry.kind == "override")
        assert (row["points_to_next_band"] is None) == (aim > 100)
        if aim <= 100:
            assert abs(row["points_to_next_band"] - (aim - _unclipped(before[lead_id]))) < Decimal("0.0001")
        assert str(row["next_band"]) == band(aims[lead_id], ahead.inputs.rules, LAST_DATE, ahead.model_id(lead_id))
    assert len(expected) > 150
    assert len(set(expected.values())) > 3


def _unclipped(rows: list[LedgerRow]) -> Decimal:
    """The sum of the groups, each within its bounds, before the score is clipped and overridden."""
    return total(row for row in rows if row.kind == "rule" or row.item.startswith("group_"))


@pytest.mark.torture
def test_points_of_a_customer_from_before_its_creation_run_out_too(road: Road, tmp_path: Path) -> None:
    write_bought_before_created(tmp_path)
    road.settings.warehouse.unlink(missing_ok=True)
    road.load(tmp_path)
    road.build(LAST_DATE, *TOLD)
    assert [(row["lead_id"], row["leaves_band_on"]) for row in read(road).cold] == [("ann", date(2026, 2, 20))]


def write_bought_before_created(folder: Path) -> None:
    """One lead: bought, then known, and engaged by an override alone that runs out in ten days."""
    rows: dict[str, dict[str, Any]] = {
        "leads": {"loaded_at": "2026-01-10"},
        "orders": {"order_id": "o", "amount": 10, "ordered_at": "2026-01-05", "loaded_at": "2026-01-05"},
        "score_overrides": {
            "override_id": "x", "dimension": "engagement", "points": 60, "author": "sales", "reason": "agreed",
            "starts_on": "2026-01-20", "expires_on": "2026-02-20", "loaded_at": "2026-01-20",
        },
    }  # fmt: skip
    lines = ["source: .", f"as_of_date: {LAST_DATE}", "tables:"]
    for table, row in rows.items():
        own = row | {"lead_id": "ann"}
        (folder / f"{table}.jsonl").write_text(json.dumps(own) + "\n")
        lines.append(f"  {table}: {{files: {table}.jsonl, columns: {{{', '.join(f'{n}: {n}' for n in own)}}}}}")
    (folder / "mapping.yml").write_text("\n".join(lines) + "\n")
