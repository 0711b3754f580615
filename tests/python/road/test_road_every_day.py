"""Scores are worked out only on dates on which something can change; this compares with a scoring of every single day.

The independent calculation walks each lead day by day. It knows no short cuts, so a reason for a score, a band or the gate to
move that the models' choice of dates forgets shows here.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from every_day_world import DAYS_AHEAD, days_between, every_day_changes, write_every_day_world
from leads.base.warehouse import connect
from oracle.explain import differences
from oracle.facts import fetch_facts
from oracle.fit import band
from oracle.ledger import total
from oracle.rules import Seeds
from oracle.score import Scorer
from oracle.world import Inputs
from road import MAPPINGS, Road
from stage_rules import under_changed_rules
from stage_world import LAST_DATE
from test_road_stages import assert_agrees

MORE = [pytest.param(seed, marks=pytest.mark.torture) for seed in range(2, 12)]


@dataclass(frozen=True)
class EveryDay:
    """A built road, the independent calculation of its facts."""

    road: Road
    scorer: Scorer


@pytest.fixture(scope="module", params=[1, *MORE])
def every_day(road: Road, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> EveryDay:
    seed, folder = request.param, tmp_path_factory.mktemp("every_day")
    is_large = seed in (2, 3)
    road.settings.warehouse.unlink(missing_ok=True)
    road.load(write_every_day_world(folder, cells=600 if is_large else 120, seed=seed))
    changed = under_changed_rules(road, every_day_changes(seed))
    changed.build(LAST_DATE, "--select", "+lead_scores", "+going_cold", "+lead_stage_history")
    with connect(road.settings.warehouse, read_only=True) as con:
        inputs = Inputs(fetch_facts(con), Seeds.read(changed.settings.rules), Seeds.read(MAPPINGS))
    return EveryDay(changed, Scorer(inputs, LAST_DATE))


def test_the_gate_moves_as_if_asked_every_day(every_day: EveryDay) -> None:
    found = assert_agrees(every_day.road, LAST_DATE)
    stays = [stay for own in found.values() for stay in own]
    moves = Counter((a.entry_signal, b.entry_signal) for own in found.values() for a, b in pairwise(own))
    assert sum(stay.entry_signal in ("score_reached", "hand_raised") for stay in stays) > 60
    assert sum(stay.entry_signal == "score_fell" for stay in stays) > 20
    assert sum(stay.cycle_no > 1 for stay in stays) > 5
    assert moves["score_fell", "score_reached"] + moves["score_fell", "hand_raised"] > 0


def test_scores_and_peaks_are_those_of_every_day(every_day: EveryDay) -> None:
    built = every_day.road.lead_scores()
    expected = {lead_id: every_day.scorer.score(lead_id) for lead_id in every_day.scorer.now.leads}
    assert set(built) == set(expected)
    wrong = {lead: lines for lead in expected if (lines := differences(expected[lead], built[lead]))}
    assert not wrong, f"{len(wrong)} of {len(expected)} leads differ, first: {list(wrong.items())[:3]}"


def test_a_band_is_left_on_the_first_day_of_all_that_leaves_it(every_day: EveryDay) -> None:
    rules, scorer = every_day.scorer.rules, every_day.scorer

    def points(lead_id: str, day: date) -> Decimal:
        return total(scorer.engagement_rows(lead_id, scorer.now, day))

    def band_of(score: Decimal) -> str | None:
        return band(score, rules, LAST_DATE)

    ahead = days_between(LAST_DATE, DAYS_AHEAD)[1:]
    expected: list[tuple[Any, ...]] = []
    for lead_id in sorted(scorer.now.leads):
        own = band_of(points(lead_id, LAST_DATE))
        if scorer.score(lead_id)["model_id"] is None or own == band_of(Decimal(0)):
            continue
        left_on = next((day for day in ahead if band_of(points(lead_id, day)) != own), None)
        next_band = band_of(points(lead_id, left_on)) if left_on else None
        expected.append((lead_id, own, left_on, next_band, points(lead_id, left_on) if left_on else None))
    columns = "lead_id, cast(engagement_band as varchar), leaves_band_on, cast(next_band as varchar), engagement_then"
    found = every_day.road.rows(f"select {columns} from marts.going_cold order by lead_id")
    assert [row[:4] for row in found] == [row[:4] for row in expected]
    assert all(
        abs(row[4] - other[4]) < Decimal("0.0001")
        for row, other in zip(found, expected, strict=True)
        if row[4] is not None
    )
    assert len(found) > 20
    assert any(row[2] for row in found)
