"""Ledger rows: the parts whose exact sum is a score."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import lru_cache

ZERO = Decimal(0)
HUNDRED = Decimal(100)
_MICRO = Decimal("0.000001")


@dataclass(frozen=True)
class LedgerRow:
    """One part of a dimension's score: kind (rule, attribute, adjustment, override), what it is, and its points."""

    kind: str
    item: str
    contribution: Decimal


def total(rows: Iterable[LedgerRow]) -> Decimal:
    """The exact sum of the contributions."""
    return sum((row.contribution for row in rows), ZERO)


@lru_cache(maxsize=500_000)
def rounded(value: float, places: Decimal = _MICRO) -> Decimal:
    """A number rounded half up to six places, as every contribution is before it is summed."""
    return Decimal(repr(value)).quantize(places, ROUND_HALF_UP)


def rounded_exactly(value: Fraction) -> Decimal:
    """A fraction rounded half away from zero to six places, without a double on the way."""
    micros = math.floor(abs(value) * 1_000_000 + Fraction(1, 2))
    return Decimal(micros if value >= 0 else -micros).scaleb(-6)


def clip(
    rows: list[LedgerRow], low: Decimal | None, high: Decimal | None, name: str, item: str = ""
) -> list[LedgerRow]:
    """The adjustment that brings the sum of rows into low..high: a row of its own, or none; None is no limit.

    It is called `<name>_floor` when it adds and `<name>_cap` when it takes away.
    """
    points = total(rows)
    if low is not None and points < low:
        return [LedgerRow("adjustment", _label(f"{name}_floor", item), low - points)]
    if high is not None and points > high:
        return [LedgerRow("adjustment", _label(f"{name}_cap", item), high - points)]
    return []


def _label(name: str, item: str) -> str:
    return f"{name}:{item}" if item else name


def overridden(rows: list[LedgerRow], overrides: Iterable[tuple[str, Decimal]]) -> list[LedgerRow]:
    """The rows of a clipped dimension with its overrides (id, points) added and the sum clipped again to 0..100."""
    with_overrides = rows + [LedgerRow("override", override_id, points) for override_id, points in overrides]
    return with_overrides + clip(with_overrides, ZERO, HUNDRED, "override")
