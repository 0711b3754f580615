"""The behaviour: which acts tell how likely a lead converts, how fast they fade and from when on more of them say nothing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from leads.learn.sample import Behaviour, Bools, Counts, Floats, Ints, Sample
from leads.learn.solve import fit_logistic, folds_of, log_loss, spread_of

HALF_LIVES = (7, 14, 30, 60, 90, 180, None)
# Saturation: the share of leads with the behaviour that have less of it.
SATURATIONS = (0.25, 0.5, 0.75, 0.9, 0.98)
FEWEST_LEADS = 30
# Folds of leads by which half-life and saturation are chosen.
TRIED = 3


@dataclass
class Habit:
    """A behaviour with its half-life in days (None: it never fades), its saturation in events and the log-odds of one event."""

    behaviour: Behaviour
    half_life: int | None
    saturation: float
    log_odds: float = 0.0

    def amount(self, counts: Counts, rows: int) -> Floats:
        """Events that count for each row: faded by age, at most the saturation."""
        return np.minimum(faded(counts, self.half_life, rows), self.saturation)


def faded(counts: Counts, half_life: int | None, rows: int) -> Floats:
    """Events of each row, each worth half after a half-life."""
    worth = counts.numbers if half_life is None else counts.numbers * 2.0 ** (-counts.ages / half_life)
    return np.bincount(counts.rows, weights=worth, minlength=rows).astype(np.float64)


def learn_engagement(sample: Sample, won: Bools, offset: Floats, price: float) -> tuple[float, float, list[Habit]]:
    """Intercept, factor of the profile, and the behaviours worth having, each 0 or more; no behaviours where none is.

    offset: the log-odds of the profile, whose factor is fitted again beside them.
    """
    folds = folds_of(sample.leads, won, TRIED)
    chosen = [
        _best(behaviour, counts, won, offset, folds)
        for behaviour, counts in sample.behaviours.items()
        if len(np.unique(counts.rows)) >= FEWEST_LEADS
    ]
    _, factor, habits = _worth_having([habit for habit in chosen if habit], sample, won, offset, price)
    # Once more, each beside the others: what two behaviours tell together is told once.
    for number, habit in enumerate(habits):
        others = [each.log_odds * _amount(each, sample) for each in habits if each is not habit]
        given = factor * offset + sum(others, np.zeros(len(won)))
        habits[number] = _best(habit.behaviour, sample.behaviours[habit.behaviour], won, given, folds) or habit
    return _worth_having(habits, sample, won, offset, price)


def _worth_having(
    habits: list[Habit], sample: Sample, won: Bools, offset: Floats, price: float
) -> tuple[float, float, list[Habit]]:
    """One factor of 0 or more each; the weakest go until each brings more than its price."""
    while True:
        columns = np.column_stack([offset, *(_amount(habit, sample) for habit in habits)])
        scale = spread_of(columns)
        base, factors = fit_logistic(columns / scale, won, ridge=0.1, least=np.zeros(columns.shape[1]))
        whole = len(won) * log_loss(base + columns / scale @ factors, won)
        losses = []
        for number in range(len(habits)):
            others = np.delete(columns / scale, number + 1, axis=1)
            start, rest = fit_logistic(others, won, ridge=0.1, least=np.zeros(others.shape[1]))
            losses.append(2 * (len(won) * log_loss(start + others @ rest, won) - whole))
        weakest = int(np.argmin(losses)) if losses else -1
        if not losses or losses[weakest] >= 2 * price:
            worth = factors / scale
            for habit, factor in zip(habits, worth[1:], strict=True):
                habit.log_odds = float(factor)
            return base, float(worth[0]), sorted(habits, key=lambda habit: -habit.log_odds * habit.saturation)
        habits = habits[:weakest] + habits[weakest + 1 :]


def _amount(habit: Habit, sample: Sample) -> Floats:
    return habit.amount(sample.behaviours[habit.behaviour], len(sample))


def _best(behaviour: Behaviour, counts: Counts, won: Bools, offset: Floats, folds: Ints) -> Habit | None:
    """The half-life and saturation that tell most of the folds left out; None where the behaviour tells nothing."""
    tried: list[tuple[float, int, int, Habit]] = []
    for place, half_life in enumerate(HALF_LIVES):
        amounts = faded(counts, half_life, len(won))
        present = amounts[amounts > 0]
        for level, share in enumerate(SATURATIONS):
            habit = Habit(behaviour, half_life, float(f"{np.quantile(present, share):.2g}"))
            column = np.minimum(amounts, habit.saturation)[:, None]
            tried.append((_loss(column, won, offset, folds), place, level, habit))
    least, _, _, habit = min(tried, key=lambda each: each[:3])
    return habit if least < _loss(np.empty((len(won), 0)), won, offset, folds) else None


def _loss(columns: Floats, won: Bools, offset: Floats, folds: Ints) -> float:
    told = np.zeros(len(won))
    scale = spread_of(columns)
    for fold in np.unique(folds):
        inside = folds != fold
        base, factors = fit_logistic(
            columns[inside] / scale, won[inside], 1.0, offset[inside], np.zeros(columns.shape[1])
        )
        told[~inside] = base + offset[~inside] + columns[~inside] / scale @ factors
    return log_loss(told, won)
