"""What the values of a column tell of its notation: whether a point may group thousands, and whether it holds numbers.

`850.000` alone says neither. That points are decimals is shown by `12.5`, `1234.567` or `0.125`; that they group
thousands by `1.234.567` or `12,50`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb

from leads.load.cast_number import EITHER, matches
from leads.load.delivery import SourceColumn
from leads.load.mapping import Source
from leads.load.notation import given_text, trimmed, without_units

_POINT_IS_DECIMAL = r"[+-]?(\d*\.(\d{0,2}|\d{4,})|(\d{4,}|0\d*)?\.\d{3}|\d{1,3}(,\d{3})+\.\d*)([eE][+-]?\d+)?"
_COMMA_IS_DECIMAL = r"[+-]?(\d{1,3}(\.\d{3}){2,}|[\d.]*,(\d{0,2}|\d{4,})|\d{1,3}(\.\d{3})+,\d*)"
_SPACE = r"[ \x{a0}\x{202f}'\x{2019}]"
_UNIT = r"(\p{Sc}|%|[A-Za-z]{3})"
# A number in any notation there is, with a currency, a per cent sign or a unit of three letters.
ANY_NUMBER = (
    rf"({_UNIT}{_SPACE}?)?[+-]?(\d+|\d{{1,3}}([.,]\d{{3}})+|\d{{1,3}}({_SPACE}\d{{3}})+)?([.,]\d+)?({_SPACE}?{_UNIT})?"
)
_DIGIT = r".*\d.*"


@dataclass(frozen=True)
class Shown:
    """is_either: points may be decimals or group thousands. is_number: more than half of the values that are not empty are
    numbers, in whatever notation."""

    is_either: bool
    is_number: bool


NOTHING = Shown(False, False)


def numbers_shown(
    con: duckdb.DuckDBPyConnection, relation: str, columns: Mapping[str, tuple[SourceColumn, Source]]
) -> dict[str, Shown]:
    """What columns of text show, by the keys of columns; what is no text shows nothing."""
    texts = {key: pair for key, pair in columns.items() if pair[0].data_type == "VARCHAR"}
    if not texts:
        return {}
    bare = ", ".join(f"{_bare(*pair)} as n{index}" for index, pair in enumerate(texts.values()))
    measures = ", ".join(measure for index in range(len(texts)) for measure in _measures(f"n{index}"))
    row = con.execute(f"select {measures} from (select {bare} from {relation})").fetchone() or ()
    found = (row[start : start + 5] for start in range(0, len(row), 5))
    return {
        key: Shown(is_either=bool(either and (comma or not point)), is_number=2 * (numbers or 0) > given)
        for key, (either, point, comma, numbers, given) in zip(texts, found, strict=True)
    }


def _measures(text: str) -> tuple[str, ...]:
    """Whether a value may be either, shows that points are decimals, that commas are; how many numbers, how many values."""
    has_point, has_comma = f"contains({text}, '.')", f"contains({text}, ',')"
    return (
        f"bool_or({has_point} and {matches(text, EITHER)})",
        f"bool_or({has_point} and {matches(text, _POINT_IS_DECIMAL)})",
        f"bool_or(({has_point} or {has_comma}) and {matches(text, _COMMA_IS_DECIMAL)})",
        f"count_if({is_any_number(text)})",
        f"count({text})",
    )


def is_any_number(text: str) -> str:
    """SQL that is true for a text which is a number in whatever notation."""
    return f"({matches(text, ANY_NUMBER)} and {matches(text, _DIGIT)})"


def _bare(column: SourceColumn, source: Source) -> str:
    text = f"nullif({trimmed(given_text(column.expression, source.notation))}, '')"
    if column.typed:
        text = f"case when not {column.typed} then {text} end"
    return without_units(text, source.notation)
