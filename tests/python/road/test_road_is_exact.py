"""Every number of lead_scores agrees with the independent calculation, on several worlds and dates, to 0.0001."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crowded_world import LAST_DATE, write_crowded_world
from leads.base.warehouse import connect
from oracle.explain import differences
from oracle.facts import fetch_facts
from oracle.rules import Seeds
from oracle.score import score_leads
from oracle.world import Inputs, know
from road import MAPPINGS, Road, generate_world

pytestmark = pytest.mark.torture


def assert_agrees(road: Road, as_of_date: date) -> int:
    """Compare all leads of a date; returns how many there are."""
    built = road.lead_scores()
    with connect(road.settings.warehouse, read_only=True) as con:
        expected = score_leads(con, road.settings.rules, MAPPINGS, as_of_date)
    assert set(built) == set(expected)
    wrong = {lead: lines for lead in expected if (lines := differences(expected[lead], built[lead]))}
    assert not wrong, (
        f"{len(wrong)} of {len(expected)} leads differ as of {as_of_date}, first: {list(wrong.items())[:3]}"
    )
    return len(expected)


def assert_nps_agrees(road: Road, as_of_date: date) -> int:
    """Compare the NPS answer read for each lead; returns how many leads have one."""
    with connect(road.settings.warehouse, read_only=True) as con:
        inputs = Inputs(fetch_facts(con), Seeds.read(road.settings.rules), Seeds.read(MAPPINGS))
        built = con.execute(
            "select lead_id, nps_score from intermediate.int_lead_lifecycle"
            " inner join intermediate.int_leads_keyed using (lead_key) where nps_score is not null"
        ).fetchall()
    world = know(inputs, as_of_date)
    assert dict(built) == {lead_id: score for lead_id, score in world.nps.items() if lead_id in world.leads}
    return len(built)


DATES = [LAST_DATE, date(2026, 1, 20), date(2026, 3, 1), date(2026, 1, 9), date(2026, 1, 31)]
SCORES = ("--select", "+lead_scores", "+int_lead_lifecycle")


@pytest.fixture(scope="module")
def crowded(road: Road, tmp_path_factory: pytest.TempPathFactory) -> Road:
    road.load(write_crowded_world(tmp_path_factory.mktemp("crowded"), cells=400, seed=7))
    return road


# By default test_road_ahead.py, the last date under rules that change.
@pytest.mark.parametrize("as_of_date", DATES, ids=str)
def test_a_crowded_world_is_exact(crowded: Road, as_of_date: date) -> None:
    crowded.build(as_of_date, *SCORES)
    assert assert_agrees(crowded, as_of_date) > 300
    assert assert_nps_agrees(crowded, as_of_date) > 5


# By default test_road_sample.py.
@pytest.mark.parametrize("seed", [3, 4])
def test_a_generated_world_is_exact(road: Road, tmp_path: Path, seed: int) -> None:
    end = date(2026, 6, 30)
    road.settings.warehouse.unlink(missing_ok=True)
    road.load(generate_world(tmp_path / "world", leads=300, days=300, seed=seed, end_date=end))
    for as_of_date in (end, date(2026, 3, 15)):
        road.build(as_of_date, *SCORES)
        assert assert_agrees(road, as_of_date) > 100
