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
FIRST = 10_000


@dataclass(frozen=True)
class Shown:
    """is_either: points may be decimals or group thousands. is_number: more than half of the first values that are not
    empty are numbers, in whatever notation."""

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
    marks = ", ".join(mark for index in range(len(texts)) for mark in _marks(f"n{index}"))
    shares = ", ".join(
        f"coalesce(2 * count_if({is_any_number(f'n{index}')}) > count(n{index}), false)" for index in range(len(texts))
    )
    seen = con.execute(f"select {marks} from (select {bare} from {relation})").fetchone() or ()
    first = f"(select {bare} from {relation} where ordinal < {FIRST})"
    numbers = con.execute(f"select {shares} from {first}").fetchone() or ()
    by_column = [seen[start : start + 3] for start in range(0, len(seen), 3)]
    return {
        key: Shown(is_either=bool(either and (comma or not point)), is_number=bool(is_number))
        for key, (either, point, comma), is_number in zip(texts, by_column, numbers, strict=True)
    }


def _marks(text: str) -> tuple[str, ...]:
    """Whether a value may be either, whether one shows that points mark decimals, whether one shows that commas do."""
    has_point, has_comma = f"contains({text}, '.')", f"contains({text}, ',')"
    return (
        f"bool_or(case when {has_point} then {matches(text, EITHER)} end)",
        f"bool_or(case when {has_point} then {matches(text, _POINT_IS_DECIMAL)} end)",
        f"bool_or(case when {has_point} or {has_comma} then {matches(text, _COMMA_IS_DECIMAL)} end)",
    )


def is_any_number(text: str) -> str:
    """SQL that is true for a text which is a number in whatever notation."""
    return f"({matches(text, ANY_NUMBER)} and {matches(text, _DIGIT)})"


def _bare(column: SourceColumn, source: Source) -> str:
    text = f"nullif({trimmed(given_text(column.expression, source.notation))}, '')"
    if column.typed:
        text = f"case when not {column.typed} then {text} end"
    return without_units(text, source.notation)
