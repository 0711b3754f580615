"""Fit: what the profile of a lead is worth, attribute by attribute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .attributes import Profile
from .compare import matches
from .ledger import HUNDRED, ZERO, LedgerRow, clip, rounded
from .rules import Rule, Seeds, number


@dataclass(frozen=True)
class Fit:
    """The ledger rows before overrides, the share of weight known (0 to 1) and the status of each attribute."""

    rows: list[LedgerRow]
    completeness: Decimal
    statuses: dict[str, str]


def fit(profile: Profile, rules: Seeds, model_id: str | None, on: date) -> Fit:
    """Per attribute the highest tier that matches times its weight, clipped to 0..100."""
    attributes = [row for row in rules.valid("fit_attributes", on) if row.get("model_id") == model_id]
    candidates = [row for row in rules.valid("fit_rules", on) if row.get("model_id") == model_id]
    rows: list[LedgerRow] = []
    statuses: dict[str, str] = {}
    known = weights = ZERO
    for attribute in attributes:
        name, weight = attribute["attribute"] or "", number(attribute, "weight") or ZERO
        value = profile.get(name)
        tiers = [_tier(rule) for rule in candidates if rule.get("attribute") == name and _holds(rule, value)]
        statuses[name] = "met" if tiers else "unknown" if value is None else "not_met"
        if tiers:
            rows.append(LedgerRow("attribute", name, rounded(float(max(tiers) * weight / 100))))
        weights += weight
        known += weight if value is not None else ZERO
    completeness = known / weights if weights else ZERO
    return Fit(rows + clip(rows, ZERO, HUNDRED, "fit"), completeness, statuses)


def _holds(rule: Rule, value: str | None) -> bool:
    return matches(value, rule.get("operator"), rule.get("value"), rule.get("value_high"))


def _tier(rule: Rule) -> Decimal:
    return number(rule, "tier") or ZERO


def grade(fit_score: Decimal, completeness: Decimal, rules: Seeds, on: date, model_id: str | None = None) -> str | None:
    """The letter whose lower bound the fit reaches; the row with `below_completeness` when too little is known."""
    grades = scale("grades", rules, on, model_id)
    for row in grades:
        limit = number(row, "below_completeness")
        if limit is not None and completeness < limit:
            return row.get("grade")
    return _reached(fit_score, grades, "grade")


def band(engagement_score: Decimal, rules: Seeds, on: date, model_id: str | None = None) -> str | None:
    """The band whose lower bound the engagement reaches."""
    return _reached(engagement_score, scale("bands", rules, on, model_id), "band")


def scale(seed: str, rules: Seeds, on: date, model_id: str | None) -> list[Rule]:
    """The rows of grades or bands that a model uses on a date: those with its id where the seed has any, else those without an id."""
    named = {row.get("model_id") for row in rules.rows(seed)} - {None}
    owner = model_id if model_id in named else None
    return [row for row in rules.valid(seed, on) if row.get("model_id") == owner]


def _reached(score: Decimal, rows: list[Rule], column: str) -> str | None:
    bounds = [(bound, row) for row in rows if (bound := number(row, "lower_bound")) is not None and bound <= score]
    return max(bounds, key=lambda pair: pair[0])[1].get(column) if bounds else None
