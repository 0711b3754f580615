"""Attributes that know the outcome: written after it, known for winners only, or too good to be true."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import numpy as np

from leads.learn.bins import Binned, bin_attribute
from leads.learn.fit_part import ridge
from leads.learn.measure import auc
from leads.learn.sample import Bools, Floats, Ints, Sample
from leads.learn.solve import folds_of

SURE_FILL, SURE_AUC = 20.0, 0.95
ODD_FILL_POINTS, ODD_FILL_TIMES, ODD_AUC, ODD_ODDS = 0.25, 2.0, 0.80, 15.0
# The share of those it was written for, from which on it is written after the outcome or the hand-over.
LATE = 0.5
FEWEST_LEADS = 30
# The fewest known values of which a fill says something: fewer are no bin either.
FEWEST_KNOWN = 10
# Strength of the regression on all other attributes together.
STRENGTH = 0.1


@dataclass(frozen=True)
class Leak:
    """An attribute that is left out, and the evidence in words. is_sure: it cannot have been known before."""

    attribute: str
    evidence: str
    is_sure: bool

    def __str__(self) -> str:
        verdict = "is refused" if self.is_sure else "is left out until somebody answers for it"
        return f"The attribute {self.attribute!r} {verdict}: {self.evidence}."


def find_leaks(sample: Sample) -> list[Leak]:
    """The attributes that look as if they had been written after the outcome, by name.

    Each lead counts once: on the last landmark before it converted, however much later, or on its last. On earlier landmarks a lead that
    was to convert would stand among the others, and hide what only those that convert have.
    """
    sample = sample.take(_last_of_each(sample))
    won, names = np.isfinite(sample.days), sorted(sample.attributes)
    if won.all() or not won.any():
        return [leak for name in names if (leak := _written(sample, name))]
    binned = {name: made for name in names if (made := bin_attribute(name, sample.attributes[name]))}
    alone = {name: _alone(sample, won, made) for name, made in binned.items()}
    found: dict[str, Leak] = {}
    for name in names:
        leak = _written(sample, name) or _fill(sample, won, name)
        if name in binned and not (leak and leak.is_sure):
            leak = _sure_rank(name, alone[name]) or leak or _values(sample, won, binned[name])
        if leak:
            found[name] = leak
    # What alone ranks oddly well is held against all that does not: else two leaks would vouch for each other.
    odd = [name for name in binned if name not in found and alone[name] > ODD_AUC]
    others = [made for name, made in binned.items() if name not in found and name not in odd]
    together = _together(sample, won, others) if odd else 0.5
    for name in odd:
        if alone[name] > together:
            found[name] = Leak(name, f"{_ranks(alone[name])}, all others together with {together:.2f}", is_sure=False)
    return [found[name] for name in sorted(found)]


def _last_of_each(sample: Sample) -> Ints:
    converts = np.isfinite(sample.days)
    order = sorted(range(len(sample)), key=lambda row: (bool(converts[row]), sample.landmarks[row]))
    last = {sample.leads[row]: row for row in order}
    return np.asarray(sorted(last.values()), dtype=np.int64)


def _written(sample: Sample, name: str) -> Leak | None:
    """By the dates on which it was delivered: with the outcome or after it, or after sales was given the lead."""
    told = sample.written.get(name)
    if told is None:
        return None
    if told.winners >= FEWEST_LEADS and told.after_outcome >= LATE * told.winners:
        words = f"{told.after_outcome:,} of the {told.winners:,} leads that converted got it on that day or later"
        return Leak(name, f"it is written after the outcome: {words}", is_sure=True)
    if told.written_later >= FEWEST_LEADS and told.after_hand_over >= LATE * told.written_later:
        words = f"of {told.written_later:,} leads for which it came or changed later on, {told.after_hand_over:,}"
        return Leak(name, f"it is written after the hand-over: {words} had been handed over by then", is_sure=False)
    return None


def _fill(sample: Sample, won: Bools, name: str) -> Leak | None:
    """Known for one outcome far more often than for the other: then that it is there, or is not, tells the outcome."""
    known = np.asarray([value is not None for value in sample.attributes[name]])
    if known.sum() < FEWEST_KNOWN:
        return None
    winners, others = float(known[won].mean()), float(known[~won].mean())
    told = f"known for {winners:.1%} of those that converted and {others:.1%} of the others"
    # Of none half a lead is taken, so that the ratio is finite.
    more, less = max(winners, others), min(max(winners, 0.5 / won.sum()), max(others, 0.5 / (~won).sum()))
    if more / less >= SURE_FILL:
        return Leak(name, told, is_sure=True)
    return Leak(name, told, is_sure=False) if more - less >= ODD_FILL_POINTS and more / less >= ODD_FILL_TIMES else None


def _ranks(alone: float) -> str:
    return f"alone it ranks with an AUC of {alone:.2f}"


def _sure_rank(name: str, alone: float) -> Leak | None:
    return Leak(name, _ranks(alone), is_sure=True) if alone > SURE_AUC else None


def _values(sample: Sample, won: Bools, binned: Binned) -> Leak | None:
    """One value, range or absence after which nearly all or next to none convert; of several the most telling."""
    codes = binned.codes(sample.attributes[binned.name])
    told = []
    for number in range(binned.count):
        inside = codes == number
        if FEWEST_LEADS <= inside.sum() <= len(won) - FEWEST_LEADS:
            odds = _log_odds(won[inside]) - _log_odds(won[~inside])
            # Of two that say the same, the rarer.
            told.append((round(abs(odds), 6), -int(inside.sum()), odds, binned.label(number)))
    _, _, odds, which = max(told, default=(0.0, 0, 0.0, ""))
    if abs(odds) < log(ODD_ODDS):
        return None
    times = f"{exp(abs(odds)):.0f} times the odds" if odds > 0 else f"one {exp(abs(odds)):.0f}th of the odds"
    return Leak(binned.name, f"leads {which} have {times} of the others", is_sure=False)


def _log_odds(won: Bools) -> float:
    return float(np.log((won.sum() + 0.5) / ((~won).sum() + 0.5)))


def _alone(sample: Sample, won: Bools, binned: Binned) -> float:
    """The AUC of the attribute alone, each row ranked by the rates of the other folds."""
    codes, folds, told = binned.codes(sample.attributes[binned.name]), folds_of(sample.leads, won), np.zeros(len(won))
    for fold in np.unique(folds):
        inside = folds != fold
        wins = np.bincount(codes[inside], weights=won[inside], minlength=binned.count)
        rows = np.bincount(codes[inside], minlength=binned.count)
        told[~inside] = ((wins + won[inside].mean()) / (rows + 1))[codes[~inside]]
    return auc(told, won)


def _together(sample: Sample, won: Bools, others: list[Binned]) -> float:
    """The AUC of several attributes in one regression, each row ranked by that of the other folds."""
    if not others:
        return 0.5
    columns: Floats = np.column_stack([each.steps(each.codes(sample.attributes[each.name])) for each in others])
    folds, told = folds_of(sample.leads, won), np.zeros(len(won))
    for fold in np.unique(folds):
        inside = folds != fold
        if len(np.unique(won[inside])) == 2:
            told[~inside] = ridge(columns[inside], won[inside], STRENGTH).decision_function(columns[~inside])
    return auc(told, won)
