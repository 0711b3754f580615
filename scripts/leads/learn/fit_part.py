"""The profile: which attributes tell how likely a lead converts, in which steps, and how much each step adds to the log-odds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit
from sklearn.linear_model import LogisticRegression

from leads.learn.bins import Binned, bin_attribute
from leads.learn.sample import Bools, Floats, Ints, Sample
from leads.learn.solve import fit_logistic, folds_of, log_loss, price_of
from leads.learn.thin import thin

STRENGTHS = (0.01, 0.03, 0.1, 0.3, 1.0)
MONOTONE = 0.9
CONVERSIONS_PER_ATTRIBUTE = 10


@dataclass
class Part:
    """An attribute with its steps. step_of_bin: the step of each bin. log_odds: of each step, before the scale of points."""

    binned: Binned
    step_of_bin: Ints
    log_odds: Floats

    def of(self, values: list[str | None]) -> Floats:
        """The log-odds that it adds for some values."""
        return np.asarray(self.log_odds[self.step_of_bin[self.binned.codes(values)]])


def learn_fit(sample: Sample, won: Bools, names: list[str]) -> list[Part]:
    """The attributes worth having, strongest first; none where the profile tells nothing."""
    made = {name: bin_attribute(name, sample.attributes[name]) for name in names}
    binned = [found for found in made.values() if found is not None]
    if not binned:
        return []
    codes = [each.codes(sample.attributes[each.name]) for each in binned]
    shapes = _shapes(binned, codes, sample, won)
    fitted = sum((shape[code] for shape, code in zip(shapes, codes, strict=True)), np.zeros(len(won)))
    base, _ = fit_logistic(np.empty((len(won), 0)), won, offset=fitted)
    spread = expit(base + fitted) * expit(-base - fitted)
    price = price_of(won)
    parts = []
    for each, shape, code in zip(binned, shapes, codes, strict=True):
        information = np.bincount(code, weights=spread, minlength=each.count).astype(np.float64)
        steps = thin(each, shape, information, price)
        mass = np.bincount(steps, weights=information)
        means = np.bincount(steps, weights=information * shape) / np.where(mass > 0, mass, 1)
        means[mass == 0] = float((information * shape).sum() / information.sum())
        parts.append(Part(each, steps, means))
    return _worth_having(parts, sample, won, price)


def _shapes(binned: list[Binned], codes: list[Ints], sample: Sample, won: Bools) -> list[Floats]:
    """The log-odds of every bin of every attribute, all in one ridge regression; shapes that nearly rise or fall do so."""
    columns = [each.steps(code) for each, code in zip(binned, codes, strict=True)]
    matrix, folds = np.column_stack(columns), folds_of(sample.leads, won)
    strength = min(STRENGTHS, key=lambda value: _loss(matrix, won, folds, value))
    found = ridge(matrix, won, strength).coef_[0]
    ends = np.cumsum([column.shape[1] for column in columns])
    least = np.full(matrix.shape[1], -np.inf)
    signs = np.ones(matrix.shape[1])
    for each, end, column in zip(binned, ends, columns, strict=True):
        if each.is_number and each.cuts:
            steps = slice(end - column.shape[1], end - 1)
            rising = float(np.maximum(found[steps], 0).sum() / max(1e-12, np.abs(found[steps]).sum()))
            if rising >= MONOTONE or rising <= 1 - MONOTONE:
                least[steps], signs[steps] = 0.0, 1.0 if rising >= MONOTONE else -1.0
    if np.isfinite(least).any():
        _, bound = fit_logistic(matrix * signs, won, ridge=1 / strength, least=least)
        found = bound * signs
    return [each.shape(found[end - c.shape[1] : end]) for each, end, c in zip(binned, ends, columns, strict=True)]


def ridge(matrix: Floats, won: Bools, strength: float) -> LogisticRegression:
    """A ridge regression of the outcome on some columns."""
    return LogisticRegression(C=strength, solver="newton-cholesky", max_iter=100, tol=1e-6).fit(matrix, won)


def _loss(matrix: Floats, won: Bools, folds: Ints, strength: float) -> float:
    told = np.zeros(len(won))
    for fold in np.unique(folds):
        if len(np.unique(won[folds != fold])) == 2:
            told[folds == fold] = ridge(matrix[folds != fold], won[folds != fold], strength).decision_function(
                matrix[folds == fold]
            )
    return log_loss(told, won)


def _worth_having(parts: list[Part], sample: Sample, won: Bools, price: float) -> list[Part]:
    """One factor per attribute, 0 or more; the weakest go until each brings more than its price."""
    kept = [part for part in parts if np.ptp(part.log_odds) > 0]
    told = {part.binned.name: part.of(sample.attributes[part.binned.name]) for part in kept}
    most = int(won.sum()) // CONVERSIONS_PER_ATTRIBUTE
    while kept:
        columns = np.column_stack([told[part.binned.name] for part in kept])
        base, factors = fit_logistic(columns, won, ridge=0.1, least=np.zeros(len(kept)))
        whole = len(won) * log_loss(base + columns @ factors, won)
        losses = []
        for number in range(len(kept)):
            others = np.delete(columns, number, axis=1)
            start, rest = fit_logistic(others, won, ridge=0.1, least=np.zeros(len(kept) - 1))
            losses.append(2 * (len(won) * log_loss(start + others @ rest, won) - whole))
        weakest = int(np.argmin(losses))
        if losses[weakest] >= 2 * price and len(kept) <= most:
            order = np.argsort([-np.ptp(part.log_odds) * factor for part, factor in zip(kept, factors, strict=True)])
            return [Part(kept[n].binned, kept[n].step_of_bin, kept[n].log_odds * factors[n]) for n in order]
        kept.pop(weakest)
    return []
