"""Check one cell against its column."""

from __future__ import annotations

import re
from datetime import date, time
from decimal import Decimal

from leads.rules.columns import IDS, NUMBERS, Column, Kind

_SLUG = re.compile(r"[a-z0-9_]+")
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*")
_PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}(:[0-9]{2})?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
NO_VALUE_WORDS = frozenset(
    {
        "null",
        "none",
        "nan",
        "n/a",
        "na",
        "nil",
        "inf",
        "-inf",
        "+inf",
        "infinity",
        "-infinity",
    }
)

Fault = tuple[str, str]


def check_cell(column: Column, cell: str) -> Fault | None:
    """The fault of a cell and its remedy, None when the cell is in order. Cells of free text are never quoted."""
    if cell != cell.strip():
        return "the cell begins or ends with a blank", "remove the blank"
    if _CONTROL.search(cell):
        return "the cell has a line break or control character", "write it on one line"
    if not cell:
        return ("the cell is empty", f"write {column.kind.value}") if column.required else None
    word = cell.lower()
    if word == "null" or (word in NO_VALUE_WORDS and column.kind in IDS | NUMBERS):
        return (
            f"the word {cell[:60]!r} stands for no value",
            "leave the cell empty" if not column.required else (f"write {column.kind.value}"),
        )
    if column.kind in NUMBERS:
        return _check_number(column, cell)
    if column.kind in (Kind.CHOICE, Kind.CHOICES):
        return _check_words(column, cell)
    return None if _has_form(column.kind, cell) else (f"{cell[:60]!r} is not {column.kind.value}", "correct it")


def _check_number(column: Column, cell: str) -> Fault | None:
    if not _PLAIN_NUMBER.fullmatch(cell):
        return (
            f"{cell[:60]!r} is not a plain number",
            "write digits without leading zeros or an exponent, such as 7 or 0.5",
        )
    number = Decimal(cell)
    decimals = len(cell.partition(".")[2])
    if decimals > column.decimals:
        return f"{cell[:60]!r} has {decimals} decimals", f"write at most {column.decimals}"
    if (column.low is not None and number < column.low) or (column.high is not None and number > column.high):
        return (
            f"{cell[:60]!r} is out of range",
            f"write a number from {column.low} to {column.high}",
        )
    return None


def _check_words(column: Column, cell: str) -> Fault | None:
    words = cell.split("|") if column.kind is Kind.CHOICES else [cell]
    unknown = [word for word in words if word not in column.words]
    if unknown:
        return f"{unknown[0][:60]!r} is unknown", f"write {' or '.join(column.words)}"
    if len(set(words)) < len(words):
        return "the list names a word twice", "name it once"
    return None


def _has_form(kind: Kind, cell: str) -> bool:
    if kind is Kind.SLUG:
        return bool(_SLUG.fullmatch(cell))
    if kind is Kind.NAME:
        return "|" not in cell
    if kind is Kind.FIELD:
        return bool(_FIELD.fullmatch(cell))
    if kind is Kind.BOOLEAN:
        return cell in ("true", "false")
    if kind in (Kind.DATE, Kind.TIME):
        return _is_moment(kind, cell)
    return True


def _is_moment(kind: Kind, cell: str) -> bool:
    try:
        if kind is Kind.DATE:
            return bool(_DATE.fullmatch(cell)) and date.fromisoformat(cell) > date.min
        return bool(_TIME.fullmatch(cell)) and time.fromisoformat(cell) >= time.min
    except ValueError:
        return False
