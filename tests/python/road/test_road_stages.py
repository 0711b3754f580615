"""Every stay of lead_stage_history agrees with the independent calculation, on a world of colliding funnels."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from leads.base.warehouse import connect
from oracle.explain import differences
from oracle.stages import Stay, stage_history
from road import MAPPINGS, Road
from stage_rules import under_changed_rules
from stage_world import LAST_DATE, MIDDLE_DATE, write_stage_world

STAGES = ("known", "engaged", "mql", "sal", "sql", "opportunity", "customer", "recycled", "disqualified", "lost")
SIGNALS = (
    *("created", "engaged", "score_reached", "hand_raised", "score_fell", "accepted", "rejected", "qualified"),
    *("recycled", "disqualified", "opportunity_opened", "opportunity_won", "opportunity_lost", "purchased"),
)
# pairs of stages that follow each other; a pair with the same stage twice is an exit after an exit
MOVES = [
    *(("known", "engaged"), ("known", "sal"), ("known", "recycled"), ("known", "opportunity"), ("engaged", "mql")),
    *(("engaged", "sal"), ("engaged", "recycled"), ("mql", "engaged"), ("mql", "sal"), ("mql", "recycled")),
    *(("mql", "disqualified"), ("mql", "opportunity"), ("sal", "sql"), ("sal", "recycled"), ("sql", "opportunity")),
    *(("opportunity", "lost"), ("opportunity", "customer"), ("recycled", "mql"), ("recycled", "sal")),
    *(("recycled", "recycled"), ("recycled", "customer"), ("disqualified", "recycled"), ("lost", "mql")),
]
AT_LEAST = 15
# By default test_road_every_day.py holds the stays of another world against the same calculation.
pytestmark = pytest.mark.torture


def stays_built(road: Road) -> dict[str, list[dict[str, Any]]]:
    """The mart by lead, each in the order of its stays."""
    with connect(road.settings.warehouse, read_only=True) as con:
        cursor = con.execute("select * from marts.lead_stage_history order by lead_id, stay_no")
        names = [column[0] for column in cursor.description]
        built: dict[str, list[dict[str, Any]]] = {}
        for row in cursor.fetchall():
            built.setdefault(row[0], []).append(dict(zip(names, row, strict=True)))
    return built


def expect(road: Road, as_of_date: date) -> dict[str, list[Stay]]:
    """What the independent calculation says of a date, by lead."""
    with connect(road.settings.warehouse, read_only=True) as con:
        return stage_history(con, road.settings.rules, MAPPINGS, as_of_date)


def assert_agrees(road: Road, as_of_date: date, expected: dict[str, list[Stay]] | None = None) -> dict[str, list[Stay]]:
    """Compare every lead, stay and column of a date; returns what was expected."""
    built = stays_built(road)
    expected = expected or expect(road, as_of_date)
    wrong = {lead: lines for lead in {*expected, *built} if (lines := _wrong(expected.get(lead), built.get(lead)))}
    shown = "\n".join(f"{lead}: {lines[:4]}" for lead, lines in sorted(wrong.items())[:5])
    assert not wrong, f"{len(wrong)} of {len(expected)} leads differ as of {as_of_date}, first:\n{shown}"
    return expected


def _wrong(expected: list[Stay] | None, built: list[dict[str, Any]] | None) -> list[str]:
    lines = [
        f"stay {stay.stay_no} {line}"
        for stay, row in zip(expected or [], built or [], strict=False)
        for line in differences(asdict(stay), row)
    ]
    path, found = [stay.entry_signal for stay in expected or []], [row["entry_signal"] for row in built or []]
    return lines if path == found else [f"signals: oracle {path}, build {found}", *lines]


@pytest.fixture(scope="module")
def crowded(road: Road, tmp_path_factory: pytest.TempPathFactory) -> Road:
    road.load(write_stage_world(tmp_path_factory.mktemp("stages"), cells=300, seed=7))
    return road


@pytest.fixture(scope="module")
def expected(crowded: Road) -> dict[str, list[Stay]]:
    """What the last date must say, by lead."""
    return expect(crowded, LAST_DATE)


def test_the_world_knows_every_signal_stage_and_move(expected: dict[str, list[Stay]]) -> None:
    stays = [stay for own in expected.values() for stay in own]
    assert len(expected) > 500
    signals, stages = Counter(stay.entry_signal for stay in stays), Counter(stay.stage for stay in stays)
    moves = Counter((before.stage, after.stage) for own in expected.values() for before, after in pairwise(own))
    assert not {name: signals[name] for name in SIGNALS if signals[name] < AT_LEAST}
    assert not {name: stages[name] for name in STAGES if stages[name] < AT_LEAST}
    assert not {pair: moves[pair] for pair in MOVES if moves[pair] < AT_LEAST}


def test_the_world_knows_the_special_cases(expected: dict[str, list[Stay]]) -> None:
    stays = [stay for own in expected.values() for stay in own]
    pairs = [pair for own in expected.values() for pair in pairwise(own)]
    exits = {"recycled", "disqualified", "lost"}
    gate = [stay for stay in stays if stay.stage == "mql"]
    cases = {
        "second MQL cycle": sum(stay.cycle_no > 1 for stay in gate),
        "fell and came back": sum(a.entry_signal == "score_fell" and b.stage == "mql" for a, b in pairs),
        "before creation": sum(stay.is_before_creation for stay in stays),
        "several exits on a date": sum({a.stage, b.stage} <= exits and a.left_on == a.entered_on for a, b in pairs),
        "MQL and act on a date": sum(a.stage == "mql" and a.left_on == a.entered_on for a, _ in pairs),
        "MQL on the first day after a cool-down of thirty": sum(
            a.stage in exits and b.stage == "mql" and (b.entered_on - a.entered_on).days == 30 for a, b in pairs
        ),
        "lost and won after all": sum(
            any(s.stage == "lost" for s in own) and own[-1].stage == "customer" for own in expected.values()
        ),
        "unknown reason": sum(stay.entry_reason == "On holiday " for stay in stays),
        "score of exactly sixty": sum(stay.entry_reason == "engagement 60.00 reached 60" for stay in gate),
        "hand-raise of a grade that no score opens": sum(stay.fit_grade in ("C", "?") for stay in gate),
        "no engagement at entry": sum(stay.engagement_score == 0 for stay in stays),
    }
    assert not {name: count for name, count in cases.items() if count < (3 if "sixty" in name else 10)}


@pytest.mark.parametrize("as_of_date", [LAST_DATE, MIDDLE_DATE], ids=str)
def test_every_stay_of_a_crowded_world_is_exact(
    crowded: Road, expected: dict[str, list[Stay]], as_of_date: date
) -> None:
    crowded.build(as_of_date, "--select", "+lead_stage_history")
    assert len(assert_agrees(crowded, as_of_date, expected if as_of_date == LAST_DATE else None)) > 500


def test_every_stay_is_exact_when_rules_change_in_between(crowded: Road) -> None:
    changed = under_changed_rules(crowded)
    changed.build(LAST_DATE, "--select", "+lead_stage_history")
    found = assert_agrees(changed, LAST_DATE)
    same_day = [a for own in found.values() for a, b in pairwise(own) if b.stage == "mql" and a.left_on == a.entered_on]
    assert sum(stay.stage == "recycled" for stay in same_day) >= 5
