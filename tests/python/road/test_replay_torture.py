"""What is too long for every day: three weeks of the world built date by date, kills at random moments, more planted faults."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from crowded_world import LAST_DATE
from replayed import (
    DAY,
    build_each,
    command,
    crowded_road,
    days,
    everything_but,
    history,
    implied,
    kill_after,
    project_with_fault,
    replay,
    replayed_by,
)
from road import Road

pytestmark = pytest.mark.torture
FIRST_DATE = LAST_DATE - 20 * DAY
SPAN = days(FIRST_DATE, LAST_DATE)
# model or macro, a line of it, the line with a fault: facts seen before they were loaded, and dates mixed up
FAULTS = [
    ("engagement_groups", "            and points.known_on >= rule_days.valid_from_on\n", ""),
    ("int_orders_resolved", "greatest(order_lines.ordered_at, order_lines.loaded_at)", "order_lines.ordered_at"),
    ("int_survey_answers", "greatest(responses.occurred_at, responses.loaded_at)", "responses.occurred_at"),
    ("int_leads_known", "where merged.lead_id is null", ""),
    ("int_lead_lifecycle", "{{ valid_on('rules', 'relations.known_on') }}", "{{ valid_on('rules', as_of_date()) }}"),
    (
        "int_lead_states",
        "leads.known_on >= cells.valid_from\n            and leads.known_on < cells.valid_to",
        "{{ as_of_date() }} >= cells.valid_from and {{ as_of_date() }} < cells.valid_to",
    ),
    ("lead_score_history", "or followed.state is distinct from followed.state_before", ""),
]


@pytest.fixture(scope="module")
def crowded(road: Road, tmp_path_factory: pytest.TempPathFactory) -> Road:
    return crowded_road(road, tmp_path_factory.mktemp("crowded"), cells=150, seed=23)


@pytest.fixture(scope="module")
def built(crowded: Road) -> list[tuple[Any, ...]]:
    """The history of three weeks, each date built by itself."""
    build_each(crowded, SPAN)
    return history(crowded)


@pytest.mark.timeout(3600)
def test_three_weeks_equal_builds_of_their_dates(crowded: Road, built: list[tuple[Any, ...]]) -> None:
    crowded.execute("delete from marts.lead_score_history")
    replay(crowded.settings, FIRST_DATE, LAST_DATE)
    assert history(crowded) == built


@pytest.mark.parametrize(("model", "right", "wrong"), FAULTS, ids=[model for model, _, _ in FAULTS])
def test_a_planted_fault_is_noticed(
    crowded: Road, built: list[tuple[Any, ...]], tmp_path: Path, model: str, right: str, wrong: str
) -> None:
    project = project_with_fault(tmp_path, model, right, wrong)
    assert replayed_by(project, crowded, FIRST_DATE, LAST_DATE) != built


@pytest.mark.timeout(1800)
def test_kills_at_random_moments_change_nothing(crowded: Road, built: list[tuple[Any, ...]]) -> None:
    crowded.execute("delete from marts.lead_score_history")
    started = monotonic()
    subprocess.run(command(crowded, FIRST_DATE, LAST_DATE), capture_output=True, check=True)
    seconds = monotonic() - started
    others, chance = everything_but(crowded, "lead_score_history"), random.Random(5)
    killed = 0
    for _ in range(10):
        killed += kill_after(crowded, FIRST_DATE, LAST_DATE, chance.uniform(0, seconds))
        assert history(crowded) == built
        assert everything_but(crowded, "lead_score_history") == others
    assert killed > 3
    subprocess.run(command(crowded, FIRST_DATE, LAST_DATE), capture_output=True, check=True)
    assert history(crowded) == built


@pytest.mark.timeout(1800)
def test_a_build_of_a_past_date_leaves_the_days_after_as_they_were(crowded: Road, built: list[tuple[Any, ...]]) -> None:
    """As a replay of one date: overrides that come to light move that date only."""
    crowded.execute("delete from marts.lead_score_history")
    replay(crowded.settings, FIRST_DATE, LAST_DATE)
    before, middle = implied(crowded, SPAN), LAST_DATE - 10 * DAY
    crowded.execute(
        "insert into raw.score_overrides (override_id, lead_id, dimension, points, author, reason, starts_on, expires_on, "
        f"loaded_at) select distinct 'late ' || lead_id, lead_id, 'fit', 7.5, 'sales', 'agreed', date '{middle}', "
        f"date '2027-01-01', timestamp '{middle}' from raw.leads"
    )
    crowded.build(middle, "--select", "+lead_score_history")
    after = implied(crowded, SPAN)
    assert {day for key, day in after if after[key, day] != before.get((key, day))} == {middle}
    crowded.execute("delete from raw.score_overrides where override_id like 'late %'")
    crowded.build(LAST_DATE)
