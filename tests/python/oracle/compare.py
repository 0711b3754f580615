"""The operators of the rules: numbers compare as numbers, all else as trimmed, lower-case text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache

_NUMBER = re.compile(
    r"[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+)?", re.ASCII | re.IGNORECASE
)
_WIDE = Context(prec=100, rounding=ROUND_HALF_UP)
_NANO = Decimal("1e-9")
_LIMIT = Decimal("1e29")


def text(value: object) -> str | None:
    """A raw value as the text rules compare with; empty is unknown (None)."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        moment = value.isoformat(sep=" ")
        return moment.rstrip("0") if "." in moment else moment
    if isinstance(value, (dict, list)):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return str(value) if str(value).strip() else None


@lru_cache(maxsize=100_000)
def as_number(value: str) -> Decimal | None:
    """The value as decimal(38, 9), None when it is no such number (NaN, infinity and 30 digits are not)."""
    trimmed = value.strip()
    if not _NUMBER.fullmatch(trimmed):
        return None
    parsed = Decimal(trimmed.replace("_", ""))
    if parsed and parsed.adjusted() > 29:
        return None
    rounded = parsed.quantize(_NANO, context=_WIDE)
    return rounded if abs(rounded) < _LIMIT else None


def as_text(value: str) -> str:
    """Trimmed and in lower case."""
    return value.strip().lower()


def elements(value: str | None) -> list[str]:
    """The parts of a list written with |, trimmed, empty ones left out."""
    return [part.strip() for part in (value or "").split("|") if part.strip()]


def order(left: str, right: str) -> int | None:
    """-1, 0 or 1; None when one is a number and the other a text, which have no order."""
    first, second = as_number(left), as_number(right)
    if first is not None and second is not None:
        return (first > second) - (first < second)
    if first is None and second is None:
        return (as_text(left) > as_text(right)) - (as_text(left) < as_text(right))
    return None


def matches(value: str | None, operator: str | None, target: str | None, target_high: str | None = None) -> bool:
    """Whether a value meets a condition; an unknown value meets is_null only."""
    if operator == "is_null" or operator == "is_not_null":
        return (value is None) == (operator == "is_null")
    if operator not in _OPERATORS:
        raise ValueError(f"unknown operator {operator!r} in a rule")
    if value is None or target is None:
        return False
    if operator == "between" and target_high is not None:
        target = f"{target}|{target_high}"
    return _OPERATORS[operator](value, target)


def _between(value: str, ends: str) -> bool:
    low_high = elements(ends)
    return len(low_high) == 2 and order(value, low_high[0]) in (0, 1) and order(value, low_high[1]) in (0, -1)


def _in_domain(value: str, domain: str) -> bool:
    host = as_text(value).rsplit("@", 1)[-1]
    return host == as_text(domain) or host.endswith("." + as_text(domain))


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "eq": lambda value, target: order(value, target) == 0,
    "neq": lambda value, target: order(value, target) != 0,
    "gt": lambda value, target: order(value, target) == 1,
    "gte": lambda value, target: order(value, target) in (0, 1),
    "lt": lambda value, target: order(value, target) == -1,
    "lte": lambda value, target: order(value, target) in (0, -1),
    "between": _between,
    "in": lambda value, target: any(order(value, part) == 0 for part in elements(target)),
    "not_in": lambda value, target: all(order(value, part) != 0 for part in elements(target)),
    "contains": lambda value, target: any(as_text(part) in as_text(value) for part in elements(target)),
    "starts_with": lambda value, target: any(as_text(value).startswith(as_text(part)) for part in elements(target)),
    "ends_with": lambda value, target: any(as_text(value).endswith(as_text(part)) for part in elements(target)),
    "matches_domain": lambda value, target: any(_in_domain(value, part) for part in elements(target)),
}
