"""What the values of a column look like: times and in which form, numbers and in which notation, addresses, truths."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

FORMATS = (
    *("%d.%m.%Y", "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S", "%d.%m.%y"),
    *(
        "%m/%d/%Y",
        "%m/%d/%Y %H:%M",
        "%m/%d/%Y %H:%M:%S",
        "%m/%d/%Y %I:%M %p",
        "%d/%m/%Y",
        "%d/%m/%Y %H:%M",
        "%d/%m/%Y %H:%M:%S",
    ),
    *("%Y/%m/%d", "%Y/%m/%d %H:%M:%S", "%Y%m%d", "%d-%m-%Y", "%d-%b-%Y", "%b %d, %Y"),
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?( ?(Z|UTC|[+-]\d{2}(:?\d{2})?))?)?")
_MAIL = re.compile(r".*[^@\s<]@[^@\s>]+.*")
_PHONE = re.compile(r"\+?[\d ()/.-]{7,20}")
_WHOLE = re.compile(r"[+-]?\d+(\.0+)?")
_NUMBER = re.compile(r"[+-]?\d*\.?\d+([eE][+-]?\d+)?")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
_COMMA = re.compile(r"[+-]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?|[+-]?\d{1,3}(\.\d{3}){2,}")
_TRUTHS = {"true", "false", "t", "f", "yes", "no", "y", "n", "0", "1"}
NOTHING = {"null", "none", "n/a", "na", "nan", "unknown", "undefined", "select", "(not set)", "-", "\\n"}
MOST = 0.9
FEW = 200
EPOCHS = (("s", 1e8, 5e9), ("ms", 1e11, 5e12), ("us", 1e14, 5e15))


@dataclass(frozen=True)
class Look:
    """kind: time, number, whole, truth, email, text or empty. said: what the mapping has to say of it. doubts: what the
    values leave open. distinct: the share of values that are different. has_zero_decimals: whole numbers as 17850.0."""

    kind: str
    said: dict[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    distinct: float = 0.0
    has_zero_decimals: bool = False


def words_for_nothing(values: list[str]) -> set[str]:
    """Those of the values that exports write where they mean none."""
    return {value.strip() for value in values if value.strip().lower() in NOTHING}


def look_at(values: list[str]) -> Look:
    """The look of values that are not empty; a few odd ones among them are overlooked."""
    values = [value.strip() for value in values if value.strip().lower() not in NOTHING]
    if not values:
        return Look("empty")
    distinct = len(set(values)) / len(values)
    if _most(values, _ISO.fullmatch):
        return Look("time", distinct=distinct)
    if _most(values, _MAIL.fullmatch):
        return Look("email", distinct=distinct)
    few = values[:FEW]
    fitting = [form for form in FORMATS if _most(few, partial(_is_of, form))]
    if fitting:
        others = [form for form in fitting[1:] if form[:2] != fitting[0][:2]]
        doubts = (f"days and months cannot be told apart: {fitting[0]} or {others[0]}",) if others else ()
        return Look("time", {"time_format": fitting[0]}, doubts, distinct)
    for unit, low, high in EPOCHS:
        if _most(values, partial(_is_between, low, high)):
            return Look("time", {"epoch": unit}, (f"numbers of {unit} since 1970, or an id",), distinct)
    if _most(values, lambda value: value.lower() in _TRUTHS):
        return Look("truth", distinct=distinct)
    if any(map(_EITHER.fullmatch, values)) and all(
        _EITHER.fullmatch(one) for one in values if "." in one or "," in one
    ):
        doubt = "1.234 may have decimals or thousands: write `decimal:`"
        return Look("number", doubts=(doubt,), distinct=distinct)
    if _most(values, _WHOLE.fullmatch):
        return Look("whole", distinct=distinct, has_zero_decimals=any("." in value for value in values))
    if _most(values, _NUMBER.fullmatch):
        return Look("number", distinct=distinct)
    if _most(values, _COMMA.fullmatch):
        return Look("number", {"decimal": ","}, distinct=distinct)
    return Look("text", distinct=distinct)


def _most(values: list[str], fits: Callable[[str], object]) -> bool:
    return sum(bool(fits(value)) for value in values) >= MOST * len(values)


def _is_between(low: float, high: float, value: str) -> bool:
    return bool(_WHOLE.fullmatch(value)) and low <= float(value) < high


def _is_of(form: str, value: str) -> bool:
    try:
        return 1970 < datetime.strptime(value, form).year < 2200
    except ValueError:
        return False
