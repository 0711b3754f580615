"""One learning from start to end: which landmarks, may it be learnt, what was left out, and how good it is on later landmarks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from threadpoolctl import threadpool_limits

from leads.base.errors import ExitCode, LeadsError
from leads.learn.guard import Leak, find_leaks
from leads.learn.measure import auc, auc_interval, calibration_error, lift
from leads.learn.sample import Bools, Floats, Sample
from leads.learn.scorecard import Scorecard, learn
from leads.learn.solve import folds_of

FEWEST = 100
PROVISIONAL = 400
# Folds of leads on which a whole model is judged.
JUDGED = 3
HORIZONS = (7, 14, 30, 60, 90, 180, 365)
# The share of all conversions that a proposed horizon must cover.
COVERED = 0.6


@dataclass(frozen=True)
class Plan:
    """What to learn. trained_on: outcomes known by this date count. answered_for: attributes that somebody answers for, which no
    guard leaves out. left_out: attributes not to be learnt from."""

    conversion_id: str
    horizon: int
    trained_on: date
    first: date | None = None
    answered_for: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Quality:
    """How good a score is on leads that it was not learnt on. where: which leads these are, in words."""

    where: str
    leads: int
    conversions: int
    auc: float
    interval: tuple[float, float]
    lift: float
    calibration_error: float


@dataclass(frozen=True)
class Study:
    """A scorecard with the landmarks it was learnt on and what was left out.

    cross_fitted: the chance of each landmark by scorecards that were learnt on other leads.
    """

    plan: Plan
    sample: Sample
    won: Bools
    card: Scorecard
    leaks: list[Leak]
    cross_fitted: Floats

    @property
    def is_provisional(self) -> bool:
        """Whether there are so few conversions that another quarter will move the points."""
        return int(self.won.sum()) < PROVISIONAL


def study(sample: Sample, plan: Plan) -> Study:
    """Learn from the landmarks whose days had passed. Raises LeadsError (NOT_FOUND) with the number needed where it cannot be.

    One thread: sums in another order would be other sums, and small matrices gain nothing by more.
    """
    with threadpool_limits(limits=1):
        return _study(sample, plan)


def _study(sample: Sample, plan: Plan) -> Study:
    last = plan.trained_on - timedelta(days=plan.horizon)
    trained = sample.between(plan.first, last)
    won = trained.converted(plan.horizon)
    _require_outcomes(sample, plan, won)
    leaks = [leak for leak in find_leaks(trained) if leak.attribute not in plan.answered_for | plan.left_out]
    names = sorted(set(trained.attributes) - plan.left_out - {leak.attribute for leak in leaks})
    card = learn(trained, won, names)
    told = cross_fitted(trained, won, names) if card else np.zeros(len(won))
    value = auc(told, won)
    low, high = auc_interval(value, int(won.sum()), int((~won).sum()))
    if card is None or low <= 0.5:
        raise LeadsError(
            f"What is known of the leads does not tell who converts: on leads left out the AUC is {value:.2f} "
            f"(95 % interval {low:.2f} to {high:.2f}, 0.5 is chance), so there is no model of {plan.conversion_id!r}.",
            ExitCode.NOT_FOUND,
        )
    return Study(plan, trained, won, card, leaks, told)


def cross_fitted(sample: Sample, won: Bools, names: list[str]) -> Floats:
    """The chance of each lead by a scorecard learnt on the other folds."""
    folds, told = folds_of(sample.leads, won, JUDGED), np.zeros(len(won))
    for fold in np.unique(folds):
        inside, outside = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        card = learn(sample.take(inside), won[inside], names)
        told[outside] = card.probability(sample.take(outside)) if card else won[inside].mean()
    return told


def judge(made: Study, sample: Sample, known_until: date, first: date | None = None) -> Quality:
    """On the landmarks after the training whose days have passed by a date, or, where there are too few, by folds of leads."""
    with threadpool_limits(limits=1):
        return _judge(made, sample, known_until, first)


def _judge(made: Study, sample: Sample, known_until: date, first: date | None) -> Quality:
    plan = made.plan
    start = first or plan.trained_on + timedelta(days=1)
    later = sample.between(start, known_until - timedelta(days=plan.horizon))
    won = later.converted(plan.horizon)
    if won.sum() >= FEWEST / 2 and (~won).sum() >= FEWEST / 2:
        where, told, score = (
            f"landmarks from {min(later.landmarks)} on",
            made.card.probability(later),
            made.card.score(later),
        )
    else:
        where, won = "leads left out, three folds", made.won
        told = score = made.cross_fitted
    value, wins = auc(score, won), int(won.sum())
    interval = auc_interval(value, wins, len(won) - wins)
    return Quality(where, len(won), wins, value, interval, lift(score, won), calibration_error(told, won))


def _require_outcomes(sample: Sample, plan: Plan, won: Bools) -> None:
    wins, others = int(won.sum()), int((~won).sum())
    if wins >= FEWEST and others >= FEWEST:
        return
    what, count = ("conversions", wins) if wins < FEWEST else ("leads that did not convert", others)
    raise LeadsError(
        f"{plan.conversion_id!r} has {count} {what} within {plan.horizon} days on landmarks whose days had passed by "
        f"{plan.trained_on}, and {FEWEST} are needed{_better_horizon(sample, plan) if wins < FEWEST else ''}.",
        ExitCode.NOT_FOUND,
    )


def _better_horizon(sample: Sample, plan: Plan) -> str:
    """Of the horizons that cover most conversions the one with most whose days have passed, in words."""
    known = np.isfinite(sample.days)
    told: list[tuple[int, int]] = []
    for horizon in HORIZONS:
        passed = sample.between(plan.first, plan.trained_on - timedelta(days=horizon))
        if known.any() and sample.converted(horizon).sum() >= COVERED * known.sum():
            told.append((int(passed.converted(horizon).sum()), horizon))
    count, horizon = max(told, default=(0, 0))
    return f"; within {horizon} days there are {count}" if count >= FEWEST else "; no horizon has as many"
