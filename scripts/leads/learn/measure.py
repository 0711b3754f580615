"""How well a score ranks and how true a probability is."""

from __future__ import annotations

from math import sqrt

import numpy as np
from sklearn.metrics import roc_auc_score

from leads.learn.sample import Bools, Floats


def auc(score: Floats, won: Bools) -> float:
    """The chance that one that converted ranks above one that did not; 0.5 where one of both is missing."""
    return float(roc_auc_score(won, score)) if 0 < won.sum() < len(won) else 0.5


def auc_interval(value: float, winners: int, others: int) -> tuple[float, float]:
    """95 percent interval of an AUC (Hanley and McNeil 1982, as macro auc_bound)."""
    first, second = value / (2 - value), 2 * value**2 / (1 + value)
    variance = value * (1 - value) + (winners - 1) * (first - value**2) + (others - 1) * (second - value**2)
    margin = 1.96 * sqrt(max(0.0, variance) / max(1, winners * others))
    return max(0.0, value - margin), min(1.0, value + margin)


def lift(score: Floats, won: Bools, share: float = 0.1) -> float:
    """How many times as often the first share converts as all do; equal places are shared out evenly (macro wins_in_front)."""
    if not won.any():
        return 0.0
    places, taken = share * len(won), 0.0
    for value in np.unique(score)[::-1]:
        same = score == value
        part = min(1.0, max(0.0, places / same.sum()))
        taken += part * float(won[same].sum())
        places -= float(same.sum())
        if places <= 0:
            break
    return taken / share / float(won.sum())


def calibration_error(probability: Floats, won: Bools, bands: int = 10) -> float:
    """Mean distance of probability and rate over bands of equal size, by size."""
    parts = np.array_split(np.argsort(probability, kind="stable"), bands)
    return float(
        sum(abs(float(probability[part].sum()) - float(won[part].sum())) for part in parts if len(part)) / len(won)
    )


def wilson(wins: float, trials: float) -> tuple[float, float]:
    """95 percent interval of a share (Wilson 1927)."""
    if trials == 0:
        return 0.0, 1.0
    z, share = 1.96, wins / trials
    centre, margin = (
        share + z * z / (2 * trials),
        z * sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials)),
    )
    return (centre - margin) / (1 + z * z / trials), (centre + margin) / (1 + z * z / trials)
