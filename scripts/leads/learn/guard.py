"""Attributes that know the outcome: written after it, known for winners only, or too good to be true."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np

from leads.learn.bins import bin_attribute
from leads.learn.measure import auc
from leads.learn.sample import Bools, Sample
from leads.learn.solve import folds_of

SURE_FILL, SURE_AUC = 20.0, 0.95
ODD_FILL_POINTS, ODD_FILL_TIMES, ODD_AUC, ODD_ODDS = 0.25, 2.0, 0.80, 15.0
FEWEST_LEADS = 30


@dataclass(frozen=True)
class Leak:
    """An attribute that is left out, and the evidence in words. is_sure: it cannot have been known before."""

    attribute: str
    evidence: str
    is_sure: bool

    def __str__(self) -> str:
        verdict = "is refused" if self.is_sure else "is left out until somebody answers for it"
        return f"The attribute {self.attribute!r} {verdict}: {self.evidence}."


def find_leaks(sample: Sample, won: Bools) -> list[Leak]:
    """The attributes that look as if they had been written after the outcome, by name."""
    alone = {name: _alone(sample, won, name) for name in sorted(sample.attributes)}
    found = []
    for name in alone:
        others = max((value for other, value in alone.items() if other != name), default=0.5)
        leak = _fill(sample, won, name) or _ranks(name, alone[name], others) or _values(sample, won, name)
        if leak:
            found.append(leak)
    return found


def _fill(sample: Sample, won: Bools, name: str) -> Leak | None:
    known = np.asarray([value is not None for value in sample.attributes[name]])
    winners, others = float(known[won].mean()), float(known[~won].mean())
    told = f"known for {winners:.1%} of those that converted and {others:.1%} of the others"
    more, less = max(winners, others), max(min(winners, others), 0.5 / len(won))
    if more / less >= SURE_FILL:
        return Leak(name, told, is_sure=True)
    return Leak(name, told, is_sure=False) if more - less >= ODD_FILL_POINTS and more / less >= ODD_FILL_TIMES else None


def _ranks(name: str, alone: float, others: float) -> Leak | None:
    told = f"alone it ranks with an AUC of {alone:.2f}"
    if alone > SURE_AUC:
        return Leak(name, told, is_sure=True)
    odd = alone > ODD_AUC and alone > others
    return Leak(name, f"{told}, the best other attribute with {others:.2f}", is_sure=False) if odd else None


def _values(sample: Sample, won: Bools, name: str) -> Leak | None:
    binned = bin_attribute(name, sample.attributes[name])
    if binned is None or binned.is_number:
        return None
    codes = binned.codes(sample.attributes[name])
    for number, level in enumerate(binned.levels):
        inside = codes == number
        if inside.sum() < FEWEST_LEADS:
            continue
        odds = _log_odds(won[inside]) - _log_odds(won[~inside])
        if abs(odds) >= np.log(ODD_ODDS):
            times = f"{exp(abs(odds)):.0f} times the odds" if odds > 0 else f"one {exp(abs(odds)):.0f}th of the odds"
            return Leak(name, f"leads with the value {level!r} have {times} of the others", is_sure=False)
    return None


def _log_odds(won: Bools) -> float:
    return float(np.log((won.sum() + 0.5) / ((~won).sum() + 0.5)))


def _alone(sample: Sample, won: Bools, name: str) -> float:
    """The AUC of the attribute alone, each row ranked by the rates of the other folds."""
    binned = bin_attribute(name, sample.attributes[name])
    if binned is None:
        return 0.5
    codes, folds, told = binned.codes(sample.attributes[name]), folds_of(sample.leads, won), np.zeros(len(won))
    for fold in np.unique(folds):
        inside = folds != fold
        wins = np.bincount(codes[inside], weights=won[inside], minlength=binned.count)
        rows = np.bincount(codes[inside], minlength=binned.count)
        told[~inside] = ((wins + won[inside].mean()) / (rows + 1))[codes[~inside]]
    return auc(told, won)
