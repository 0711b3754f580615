"""Logistic regression with what a scorecard needs: a starting value per row, a ridge, and signs that must hold."""

from __future__ import annotations

from math import log

import numpy as np
from scipy.special import expit

from leads.learn.sample import Bools, Floats, Ints

FOLDS = 5
STEPS = 100
TINY = 1e-11
# From so many conversions on a step costs so many times as much: fewer rules, and nothing is lost by it.
MANY, DEARER = 1000, 1.5


def fit_logistic(
    columns: Floats, won: Bools, ridge: float = 1.0, offset: Floats | None = None, least: Floats | None = None
) -> tuple[float, Floats]:
    """Intercept and coefficients that minimise the log-loss plus ridge / 2 times their squares, by Newton's method.

    columns: rows x columns. offset: part of the log-odds that is given. least: smallest value of each coefficient; those at it that
    would fall below stay there (projected Newton, D. P. Bertsekas 1982).
    """
    count = columns.shape[1]
    matrix = np.column_stack([np.ones(len(won)), columns])
    given = np.zeros(len(won)) if offset is None else offset
    low = np.concatenate([[-np.inf], np.full(count, -np.inf) if least is None else least])
    penalty = np.concatenate([[1e-9], np.full(count, ridge + 1e-9)])
    point = np.maximum(np.zeros(count + 1), low)
    value = _value(matrix, won, given, penalty, point)
    for _ in range(STEPS):
        told = expit(given + matrix @ point)
        slope = matrix.T @ (told - won) + penalty * point
        free = ~((point <= low) & (slope > 0))
        curve = (matrix[:, free] * (told * (1 - told))[:, None]).T @ matrix[:, free] + np.diag(penalty[free])
        step = np.zeros(count + 1)
        step[free] = np.linalg.lstsq(curve, slope[free], rcond=None)[0]
        size, before = 1.0, value
        while size > TINY:
            tried = np.maximum(point - size * step, low)
            value = _value(matrix, won, given, penalty, tried)
            if value <= before:
                break
            size /= 2
        moved, point = float(np.abs(tried - point).max()), tried
        if moved < TINY or before - value < TINY * (1 + abs(value)):
            break
    return float(point[0]), point[1:]


def _value(matrix: Floats, won: Bools, given: Floats, penalty: Floats, point: Floats) -> float:
    return len(won) * log_loss(given + matrix @ point, won) + float((penalty * point**2).sum()) / 2


def log_loss(log_odds: Floats, won: Bools) -> float:
    """Mean log-loss of some log-odds."""
    return float(np.logaddexp(0.0, np.where(won, -log_odds, log_odds)).mean())


def folds_of(leads: list[str], won: Bools, count: int = FOLDS) -> Ints:
    """A fold for each row, the same for all rows of a lead; leads that converted are spread evenly, in the order of their ids."""
    winners = {lead for lead, has_won in zip(leads, won, strict=True) if has_won}
    ordered = sorted(set(leads), key=lambda lead: (lead not in winners, _mixed(lead)))
    fold = {lead: number % count for number, lead in enumerate(ordered)}
    return np.asarray([fold[lead] for lead in leads], dtype=np.int64)


def _mixed(lead: str) -> int:
    """A number of the id that is the same on every machine: no random generator decides a fold."""
    number = 0
    for char in lead:
        number = (number * 1_000_003 + ord(char)) % 2_147_483_647
    return (number * 48_271) % 2_147_483_647


def price_of(won: Bools) -> float:
    """What a step, an attribute or a behaviour must bring in log-likelihood: more where there are many conversions, which else bear
    out every little step."""
    wins = max(2, int(won.sum()))
    return max(1.0, log(wins) - 4) * (DEARER if wins >= MANY else 1.0)


def spread_of(columns: Floats) -> Floats:
    """The standard deviation of each column, 1 where all its values are the same."""
    spread = columns.std(axis=0)
    return np.where(spread > 0, spread, 1.0)
