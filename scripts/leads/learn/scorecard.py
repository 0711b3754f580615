"""The learnt model in the points of the rules: whole weights and tiers, points with two decimals; scored as the engine scores it."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy.special import expit

from leads.learn.engagement_part import Habit, learn_engagement
from leads.learn.fit_part import Part, learn_fit
from leads.learn.sample import Bools, Floats, Ints, Sample
from leads.learn.solve import fit_logistic, price_of

# The best of so many leads have an engagement of 100 (one in 200).
FULL = 0.995
# Conversions on the newest landmarks from which the general rate is taken.
RECENT = 100


@dataclass
class Points:
    """An attribute in points: its weight in percent of fit, and the tier of each step, 0 to 100."""

    part: Part
    weight: int
    tiers: Ints

    def of(self, sample: Sample) -> Floats:
        """Points of fit that it gives."""
        return self.tier_of(sample) * self.weight / 100

    def tier_of(self, sample: Sample) -> Floats:
        """The tier of each row."""
        codes = self.part.binned.codes(sample.attributes.get(self.part.binned.name, [None] * len(sample)))
        return self.tiers[self.part.step_of_bin[codes]].astype(np.float64)


@dataclass
class Act:
    """A behaviour in points: those of one event and the most it can give."""

    habit: Habit
    points: float
    cap: float

    def of(self, sample: Sample) -> Floats:
        """Points of engagement that it gives."""
        counts = sample.behaviours.get(self.habit.behaviour)
        if counts is None:
            return np.zeros(len(sample))
        unbounded = Habit(self.habit.behaviour, self.habit.half_life, np.inf)
        return np.minimum(self.points * unbounded.amount(counts, len(sample)), self.cap)


@dataclass
class Scorecard:
    """What was learnt. exact: log-odds before rounding to points, by row of the sample it was learnt on."""

    attributes: list[Points]
    acts: list[Act]
    fit_weight: float
    base: float = 0.0
    slope: float = 0.0
    exact: Floats = field(default_factory=lambda: np.empty(0))

    def fit(self, sample: Sample) -> Floats:
        """Fit, 0 to 100."""
        return np.clip(sum((each.of(sample) for each in self.attributes), np.zeros(len(sample))), 0, 100)

    def engagement(self, sample: Sample) -> Floats:
        """Engagement, 0 to 100."""
        return np.clip(sum((act.of(sample) for act in self.acts), np.zeros(len(sample))), 0, 100)

    def score(self, sample: Sample) -> Floats:
        """The lead score of the combination additive, unrounded."""
        return self.fit_weight * self.fit(sample) + (1 - self.fit_weight) * self.engagement(sample)

    def probability(self, sample: Sample) -> Floats:
        """The chance of converting within the horizon."""
        return np.asarray(expit(self.base + self.slope * self.score(sample)))

    @property
    def rule_count(self) -> int:
        """Rows of fit_rules and engagement_rules."""
        return sum(len(each.tiers) for each in self.attributes) + len(self.acts)


def learn(sample: Sample, won: Bools, names: list[str]) -> Scorecard | None:
    """The scorecard of a sample from these attributes and all its behaviours; None where neither tells anything."""
    parts = learn_fit(sample, won, names)
    offset = sum((part.of(sample.attributes[part.binned.name]) for part in parts), np.zeros(len(won)))
    base, factor, habits = learn_engagement(sample, won, offset, price_of(won))
    if not parts and not habits:
        return None
    amounts = [habit.log_odds * habit.amount(sample.behaviours[habit.behaviour], len(won)) for habit in habits]
    engaged = sum(amounts, np.zeros(len(won)))
    most = float(np.quantile(engaged, FULL)) or float(engaged.max(initial=0.0))
    acts = [_act(habit, 100 / most) for habit in habits] if most > 0 else []
    ranges = np.asarray([np.ptp(part.log_odds) * factor for part in parts])
    of_fit, of_acts = float(ranges.sum()) / 100, most / 100 if acts else 0.0
    card = Scorecard(
        _points(parts, ranges), acts, round(of_fit / (of_fit + of_acts), 4), exact=base + factor * offset + engaged
    )
    score = card.score(sample)
    _, slope = fit_logistic(score[:, None] / 100, won, ridge=0.0, least=np.zeros(1))
    card.slope = float(slope[0]) / 100
    recent = _recent(sample, won)
    card.base, _ = fit_logistic(np.empty((int(recent.sum()), 0)), won[recent], offset=card.slope * score[recent])
    return card


def _recent(sample: Sample, won: Bools) -> Bools:
    """The newest landmarks that hold enough conversions to say how often leads convert now, which older ones no longer do."""
    days = np.asarray([landmark.toordinal() for landmark in sample.landmarks])
    for first in np.unique(days)[::-1]:
        if won[days >= first].sum() >= RECENT:
            return np.asarray(days >= first)
    return np.ones(len(won), dtype=np.bool_)


def _act(habit: Habit, scale: float) -> Act:
    points = round(max(0.01, habit.log_odds * scale), 2)
    return Act(habit, points, round(max(0.01, points * habit.saturation), 2))


def _points(parts: list[Part], ranges: Floats) -> list[Points]:
    """Whole weights that sum to 100 by largest remainder, at least 1 each; tiers from 0 (least likely) to 100."""
    if not parts:
        return []
    shares = np.maximum(ranges / ranges.sum() * 100, 1)
    weights = np.floor(shares).astype(np.int64)
    order = np.argsort(-(shares - weights), kind="stable")
    for number in range(abs(100 - int(weights.sum()))):
        weights[order[number % len(order)] if weights.sum() < 100 else int(np.argmax(weights))] += (
            1 if weights.sum() < 100 else -1
        )
    made = []
    for part, weight in zip(parts, weights, strict=True):
        values = part.log_odds
        tiers = np.round((values - values.min()) / np.ptp(values) * 100).astype(np.int64)
        made.append(Points(part, int(weight), tiers))
    return made
