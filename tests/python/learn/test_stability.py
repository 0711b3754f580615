"""How far leads have moved: the SQL of the project against the definition, written here from docs/concepts.md."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import ceil, log, sqrt
from typing import NamedTuple

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leads.base.settings import PROJECT_DIR
from portability import Project

QUALITY = PROJECT_DIR / "models/marts/quality"
MARTS = ("score_tenths", "characteristic_shares_monthly", "characteristic_stability_monthly")
SCORES = ("fit_score", "engagement_score", "lead_score")
TESTED, WATCH, DRIFT = Fraction(1, 4), 0.1, 0.25
MODELS = 60
TABLES = """
    create table int_calibration_terms as select 0.25 as test_share;
    create table stage_thresholds as
    select threshold_id, threshold_value::decimal(9, 2) as threshold_value, date '2000-01-01' as valid_from, null::date as valid_to
    from (values ('stability_index_watch', 0.1), ('stability_index_drift', 0.25)) as rows (threshold_id, threshold_value);
    create table lead_outcomes (conversion_id varchar, model_id varchar, lead_id varchar, landmark_on date, fit_score decimal(18, 6),
        engagement_score decimal(18, 6), lead_score decimal(5, 2));
    create table int_landmark_traits (model_id varchar, lead_id varchar, landmark_on date, attribute varchar, rule_id varchar,
        status varchar, contribution decimal(18, 6));
"""


class Looked(NamedTuple):
    """A lead on a landmark: its scores in hundredths, and the step of its only attribute, None where nobody assessed it."""

    lead_id: str
    landmark: date
    scores: tuple[int, int, int]
    step: str | None


class Moved(NamedTuple):
    """A month of a characteristic."""

    leads: int
    stability: float
    by_chance: float
    moved: float
    finding: str


def worlds() -> dict[str, list[Looked]]:
    """Models with few or many months, leads and equal scores; leads move in the last month of some, and are not assessed in some."""
    dice = random.Random(7)
    found = {}
    for number in range(MODELS):
        months, steps = dice.randrange(1, 7), dice.choice([1, 3, 12, 10_001])
        names = ["step_0", "step_1", "step_2", "unknown"][: dice.randrange(1, 5)]
        shift, assessed = dice.choice([0, 0.1, 0.2, 0.6]), dice.choice([1, 1, 0.7])
        found[f"m{number}"] = [
            Looked(f"l{lead}", date(2026, month, 1 + lead % 28), (scores[0], scores[1], scores[2]), step)
            for month in range(1, months + 1)
            for lead in range(dice.choice([6, 40, 300]))
            for moves in (month == months and dice.random() < shift,)
            for scores in ([10_000 if moves else dice.randrange(steps) * 10_000 // max(1, steps - 1) for _ in SCORES],)
            for step in (("step_new" if moves else dice.choice(names)) if dice.random() < assessed else None,)
        ]
    return found


def tenth_of(scores: list[int]) -> dict[int, int]:
    """The lowest score of each tenth, in order, by its number: equal scores are where the middle of their places lies."""
    starts: dict[int, int] = {}
    before = 0
    for score, times in sorted(Counter(scores).items()):
        starts.setdefault(int(Fraction(2 * before + times, 2) * 10 / len(scores)), score)
        before += times
    return {number: 0 if place == 0 else start for place, (number, start) in enumerate(starts.items())}


def index_of(now: Counter[str], before: Counter[str]) -> float:
    """The stability index; a bin that one side lacks has half a lead there, or the share of the other side where that is less."""
    total = 0.0
    for name in now.keys() | before.keys():
        share, former = now[name] / now.total(), before[name] / before.total()
        seen = max(share, min(0.5 / now.total(), former))
        former = max(former, min(0.5 / before.total(), share))
        total += (seen - former) * log(seen / former)
    return total


def by_chance(now: Counter[str], before: Counter[str]) -> float:
    freedom = len(now.keys() | before.keys()) - 1
    return (1 / now.total() + 1 / before.total()) * (freedom + 3 * sqrt(2 * freedom))


def stability(leads: list[Looked]) -> dict[tuple[str, int], Moved]:
    """By characteristic and month; nothing without a reference."""
    months = sorted({each.landmark.month for each in leads})
    reference = months[: len(months) - ceil(len(months) * TESTED)]
    bins: dict[str, dict[int, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for place, name in enumerate(SCORES):
        starts = tenth_of([each.scores[place] for each in leads if each.landmark.month in reference] or [0])
        for each in leads:
            bins[name][each.landmark.month][str(max(s for s in starts.values() if s <= each.scores[place]))] += 1
    for each in leads:
        if each.step:
            bins["step"][each.landmark.month][each.step] += 1
    found = {}
    scored = bins["lead_score"]
    for name, by_month in bins.items():
        before = sum((by_month[month] for month in reference), Counter())
        for month, now in by_month.items() if before else ():
            shares = [
                abs(now[each] / now.total() - before[each] / before.total()) for each in now.keys() | before.keys()
            ]
            unassessed = (
                2 - now.total() / scored[month].total() - before.total() / sum(scored[m].total() for m in reference)
            )
            index, limit, moved = index_of(now, before), by_chance(now, before), sum(shares) / 2
            if month in reference:
                finding = "reference"
            elif index < WATCH or index <= limit:
                finding = "stable"
            elif moved <= unassessed:
                finding = "undecided"
            else:
                finding = "watch" if index < DRIFT else "drift"
            found[name, month] = Moved(now.total(), index, limit, moved, finding)
    return found


@pytest.fixture(scope="module")
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    """The three marts of all worlds; every other lead is looked at by two conversions."""
    project = Project(PROJECT_DIR)
    with duckdb.connect() as con:
        con.execute(TABLES)
        rows = [(model, *each) for model, leads in worlds().items() for each in leads]
        models, ids, landmarks, scores, steps = (list(column) for column in zip(*rows, strict=True))
        con.execute(
            "create table looked as select unnest(?) as model_id, unnest(?) as lead_id, unnest(?) as landmark_on, unnest(?) as scores, "
            "unnest(?) as step",
            [models, ids, landmarks, scores, steps],
        )
        for conversion, chosen in (("deal", "true"), ("order", "right(lead_id, 1) in ('0', '2', '4', '6', '8')")):
            con.execute(
                f"insert into lead_outcomes select '{conversion}', model_id, lead_id, landmark_on, scores[1] / 100, scores[2] / 100, "
                f"scores[3] / 100 from looked where {chosen}"
            )
        con.execute(
            "insert into int_landmark_traits select model_id, lead_id, landmark_on, 'step', case when step <> 'unknown' then step end, "
            "case when step = 'unknown' then step else 'met' end, 1 from looked where step is not null"
        )
        for model in MARTS:
            con.execute(f"create table {model} as {project.render(QUALITY / f'{model}.sql').sql}")
        yield con


def test_index_is_that_of_scorecards(marts: duckdb.DuckDBPyConnection) -> None:
    query = """
        select characteristic, month(landmark_month), leads, stability_index, index_by_chance, moved_share, finding
        from characteristic_stability_monthly where model_id = ?
    """
    findings: Counter[str] = Counter()
    for model, leads in worlds().items():
        rows = {(row[0], row[1]): Moved(*row[2:]) for row in marts.execute(query, [model]).fetchall()}
        wanted = stability(leads)
        assert rows.keys() == wanted.keys(), model
        for key, told in rows.items():
            assert (told.leads, told.finding) == (wanted[key].leads, wanted[key].finding), (model, key)
            assert [float(each) for each in told[1:4]] == pytest.approx(wanted[key][1:4], abs=2e-5), (model, key)
            findings[told.finding] += 1
    assert min(findings[name] for name in ("reference", "stable", "undecided", "watch", "drift")) > 2, findings


def test_shares_of_a_month_are_all_its_leads(marts: duckdb.DuckDBPyConnection) -> None:
    rows = marts.execute(
        "select sum(lead_share), sum(reference_share), count(*) from characteristic_shares_monthly "
        "group by model_id, characteristic_kind, characteristic, landmark_month"
    ).fetchall()
    assert len(rows) > 300
    assert all(abs(float(total) - 1) <= number * 1e-6 for row in rows for total in row[:2] for number in row[2:])


def test_the_same_leads_pass_what_chance_reaches_in_few_of_a_hundred_months() -> None:
    dice = random.Random(3)
    beyond = 0
    for _ in range(1_000):
        shares = [dice.random() for _ in range(dice.randrange(2, 12))]
        before, now = (Counter(map(str, dice.choices(range(len(shares)), shares, k=k))) for k in (900, 150))
        beyond += index_of(now, before) > by_chance(now, before)
    assert 0 < beyond < 40


@pytest.fixture(scope="module")
def counted() -> Iterator[duckdb.DuckDBPyConnection]:
    """The last of the three as a view over shares that a test writes."""
    with duckdb.connect() as con:
        con.execute(TABLES)
        con.execute(
            "create table characteristic_shares_monthly (model_id varchar, characteristic_kind varchar, characteristic varchar, bin integer, "
            "leads bigint, reference_leads bigint, lead_share decimal(18, 6), reference_share decimal(18, 6), points decimal(18, 6), "
            "is_reference boolean, landmark_month date)"
        )
        con.execute(f"create view moved as {Project(PROJECT_DIR).render(QUALITY / f'{MARTS[-1]}.sql').sql}")
        yield con


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 90)), max_size=6))
def test_index_is_never_below_nothing_and_the_same_from_both_sides(
    counted: duckdb.DuckDBPyConnection, counts: list[tuple[int, int]]
) -> None:
    """Side 0 holds the month against the reference, side 1 the other way round. One more bin has a lead on both sides."""
    counts = [(1, 1), *(pair for pair in counts if any(pair))]
    totals = [sum(side) for side in zip(*counts, strict=True)]
    rows = [
        f"('m{side}', 'score', 'lead_score', {name}, {one}, {other}, {one / totals[side]}, {other / totals[1 - side]}, 1, false, '2026-02-01')"
        for side in (0, 1)
        for name, pair in enumerate(counts)
        for one, other in ((pair[side], pair[1 - side]),)
    ]
    counted.execute("delete from characteristic_shares_monthly")
    counted.execute(f"insert into characteristic_shares_monthly values {', '.join(rows)}")
    found = counted.execute("select stability_index, most_moved_bin from moved").fetchall()
    now, before = (Counter({str(place): pair[side] for place, pair in enumerate(counts)}) for side in (0, 1))
    assert len(found) == 2
    for index, most in found:
        assert float(index) == pytest.approx(index_of(now, before), abs=1e-5)
        assert index >= 0 and (index > 0) == (most is not None)
