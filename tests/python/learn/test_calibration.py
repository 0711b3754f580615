"""Probabilities by score: the SQL of the project against the definition, written here from docs/concepts.md and in fractions."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import ceil, isqrt, sqrt
from typing import NamedTuple

import duckdb
import pytest

from leads.base.settings import PROJECT_DIR
from portability.render import Project

QUALITY = PROJECT_DIR / "models/marts/quality"
FEWEST, MOST_BANDS, TESTED, LIMIT = 10, 7, Fraction(1, 4), 2
MODELS = 90
TERMS = f"create table int_calibration_terms as select {FEWEST} as min_outcomes, {MOST_BANDS} as max_bands, 0.25 as test_share, {LIMIT} as drift_limit"


class Looked(NamedTuple):
    """A lead on a landmark: its score in hundredths, and whether it converted."""

    score: int
    won: bool
    landmark: date


class Band(NamedTuple):
    """Scores from (included) to (excluded, None: all above), what was learnt of them, and what came later."""

    low: int
    high: int | None
    leads: int
    wins: int
    later_leads: int
    later_wins: int


def worlds() -> dict[str, list[Looked]]:
    """Models with few or many leads, months, equal scores and winners; some whose scores tell nothing, some that drift."""
    dice = random.Random(11)
    found = {}
    for number in range(MODELS):
        months, steps = dice.randrange(1, 7), dice.choice([1, 3, 20, 10_001])
        slope, base, drift = dice.choice([-0.3, 0.0, 0.3, 0.6]), dice.uniform(0.02, 0.4), dice.choice([0, 0, 0.25])
        found[f"m{number}"] = [
            Looked(
                score, dice.random() < base + slope * score / 10_000 + drift * (month == months), date(2026, month, day)
            )
            for month in range(1, months + 1)
            for _ in range(dice.choice([4, 30, 120]))
            for score in (dice.randrange(steps) * 10_000 // max(1, steps - 1),)
            for day in (dice.randrange(1, 29),)
        ]
    return found


def slices_of(learnt: list[Looked]) -> Iterator[list[Looked]]:
    """About equally many leads by score; equal scores are together, where the middle of their places lies."""
    by_score = defaultdict(list)
    for each in learnt:
        by_score[each.score].append(each)
    number = min(MOST_BANDS, isqrt(sum(each.won for each in learnt)))
    slices: dict[int, list[Looked]] = defaultdict(list)
    before = 0
    for score in sorted(by_score):
        middle = Fraction(2 * before + len(by_score[score]), 2)
        slices[int(middle * number / len(learnt))] += by_score[score]
        before += len(by_score[score])
    return (slices[key] for key in sorted(slices))


def pooled(slices: Iterator[list[Looked]]) -> list[list[Looked]]:
    """The pool-adjacent-violators algorithm: what does not rise joins the one below."""
    found: list[list[Looked]] = []
    for each in slices:
        found.append(each)
        while len(found) > 1 and rate(found[-2]) >= rate(found[-1]):
            found[-2:] = [found[-2] + found[-1]]
    return found


def rate(leads: list[Looked]) -> Fraction:
    return Fraction(sum(each.won for each in leads), len(leads))


def calibrated(leads: list[Looked]) -> tuple[str, list[Band]]:
    """The status of a model and its bands; none where too little is known."""
    months = sorted({each.landmark.month for each in leads})
    kept_back = months[len(months) - ceil(len(months) * TESTED) :]
    learnt = [each for each in leads if each.landmark.month not in kept_back]
    wins = sum(each.won for each in learnt)
    if wins < FEWEST or len(learnt) - wins < FEWEST:
        return "", []
    pools = pooled(slices_of(learnt))
    starts = [0, *(min(each.score for each in pool) for pool in pools[1:]), None]
    bands, missed = [], {month: [Fraction(0), Fraction(0)] for month in kept_back}
    for pool, low, high in zip(pools, starts, starts[1:], strict=False):
        assert low is not None
        promised = rate(pool)
        later = [
            each
            for each in leads
            if each.landmark.month in kept_back and low <= each.score and (high is None or each.score < high)
        ]
        for each in later:
            missed[each.landmark.month][0] += each.won - promised
            missed[each.landmark.month][1] += promised * (1 - promised)
        bands.append(Band(low, high, len(pool), sum(e.won for e in pool), len(later), sum(e.won for e in later)))
    drifted = any(abs(miss) > LIMIT * sqrt(variance) for miss, variance in missed.values())
    return ("drift" if drifted else "stands"), bands


@pytest.fixture(scope="module")
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    """The three models, run on the leads of all worlds."""
    project = Project(PROJECT_DIR)
    with duckdb.connect() as con:
        con.execute(TERMS)
        con.execute(
            "create table lead_outcomes (conversion_id varchar, model_id varchar, lead_score decimal(5, 2), is_mature boolean, "
            "has_converted boolean, landmark_on date)"
        )
        rows = [(model, *each) for model, leads in worlds().items() for each in leads]
        models, scores, won, landmarks = (list(column) for column in zip(*rows, strict=True))
        con.execute(
            "insert into lead_outcomes select 'deal', unnest(?), unnest(?) / 100, true, unnest(?), unnest(?)",
            [models, scores, won, landmarks],
        )
        for model in ("score_calibration_slices", "score_calibration_monthly", "score_calibration"):
            con.execute(f"create table {model} as {project.render(QUALITY / f'{model}.sql').sql}")
        yield con


def test_bands_are_those_of_isotonic_regression(marts: duckdb.DuckDBPyConnection) -> None:
    query = """
        select (score_from * 100)::integer, (score_to * 100)::integer, leads, conversions, later_leads, later_conversions, status, probability
        from score_calibration where model_id = ? order by band_no
    """
    statuses: dict[str, int] = defaultdict(int)
    pools = 0
    for model, leads in worlds().items():
        status, bands = calibrated(leads)
        rows = marts.execute(query, [model]).fetchall()
        assert [Band(*row[:6]) for row in rows] == bands, model
        assert {row[6] for row in rows} == ({status} if bands else set()), model
        chances = [row[7] for row in rows]
        assert chances == sorted(set(chances)), "probabilities rise"
        assert all(abs(float(row[7]) - row[3] / row[2]) < 1e-6 for row in rows)
        statuses[status] += 1
        pools += len(bands) not in (0, min(MOST_BANDS, isqrt(sum(band.wins for band in bands))))
    assert min(statuses[status] for status in ("", "drift", "stands")) > 15 and pools > 15, (dict(statuses), pools)
