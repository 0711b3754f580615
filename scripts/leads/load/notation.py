"""How a source writes numbers, times and nothing, as far as its mapping says so."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from leads.base import sql

# Marks that group thousands, where they are not the decimal mark.
MARKS = (".", ",", " ", "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}", "'", "\N{RIGHT SINGLE QUOTATION MARK}")
EXPONENT = r"([eE][+-]?\d+)?"


@dataclass(frozen=True)
class Notation:
    """What a mapping says of one source column, or of all columns of an entry.

    decimal: the decimal mark. thousands: the only mark that groups thousands, else any that is not the decimal mark.
    units: signs and words beside a number. kind: `number` or `text`, of a value inside a json column. formats: strptime
    formats of times, in the order they are tried. epoch: the unit (s, ms, us) of times counted from 1970. null_values:
    words for nothing, in lower case. integer_ids: whether `17850.0` is the id `17850`. prefix: put before every value.
    """

    decimal: str | None = None
    thousands: str | None = None
    units: tuple[str, ...] = ()
    kind: str | None = None
    formats: tuple[str, ...] = ()
    epoch: str | None = None
    null_values: tuple[str, ...] = ()
    integer_ids: bool = False
    prefix: str = ""

    @property
    def said(self) -> dict[str, Any]:
        """What differs from saying nothing; it identifies the notation."""
        nothing = asdict(Notation())
        return {key: value for key, value in asdict(self).items() if value != nothing[key]}


PLAIN = Notation()


def number_pattern(notation: Notation, is_whole: bool = False, is_grouped: bool = True) -> str:
    """The pattern of a number in a notation. Without a decimal mark it is a point, and thousands are not grouped."""
    if notation.decimal is None:
        return r"[+-]?\d+(\.0*)?" if is_whole else rf"[+-]?(\d+\.?\d*|\.\d+){EXPONENT}"
    marks = thousands_marks(notation) if is_grouped else ()
    grouped = "".join(rf"\d{{1,3}}({_class(mark)}\d{{3}})+|" for mark in marks)
    point = _class(notation.decimal)
    if is_whole:
        return rf"[+-]?({grouped}\d+)({point}0*)?"
    return rf"[+-]?(({grouped}\d+)({point}\d*)?|{point}\d+){EXPONENT}"


def thousands_marks(notation: Notation) -> tuple[str, ...]:
    """The marks that may group thousands."""
    if notation.thousands:
        return (notation.thousands,)
    return tuple(mark for mark in MARKS if mark != notation.decimal)


def in_plain_notation(number: str, notation: Notation) -> str:
    """SQL of a number that has the pattern of its notation, with a point and without marks between thousands."""
    if notation.decimal is None:
        return number
    bare = f"translate({number}, {sql.text(''.join(thousands_marks(notation)))}, '')"
    return f"replace({bare}, {sql.text(notation.decimal)}, '.')"


def without_units(number: str, notation: Notation) -> str:
    """SQL of a number without the sign or word of its unit, which may stand on either side."""
    if not notation.units:
        return number
    units = "|".join(map(_escaped, sorted(notation.units, key=len, reverse=True)))
    blank = r"[\s\x{a0}\x{202f}]*"
    before = f"regexp_replace({number}, {sql.text(rf'(?i)^([+-]?)(?:{units}){blank}')}, '\\1')"
    return f"regexp_replace({before}, {sql.text(rf'(?i){blank}(?:{units})$')}, '')"


def given_text(source: str, notation: Notation) -> str:
    """SQL of a text as delivered, null where it is empty or one of the words for nothing."""
    if not notation.null_values:
        return f"nullif({source}, '')"
    return f"case when {trimmed(f'lower({source})')} in ({', '.join(map(sql.text, notation.null_values))}) then null else nullif({source}, '') end"


def trimmed(text: str) -> str:
    """SQL of a text without blanks, tabs and no-break spaces at its ends."""
    tab, no_break = chr(9), "\N{NO-BREAK SPACE}"
    all_of_them = f"trim({text}, {sql.text(' ' + tab + no_break)})"  # takes three times as long as a plain trim
    has_others = f"contains({text}, {sql.text(tab)}) or contains({text}, {sql.text(no_break)})"
    return f"case when {has_others} then {all_of_them} else trim({text}) end"


def _class(mark: str) -> str:
    return f"[{mark}]"


def _escaped(unit: str) -> str:
    return "".join(char if char.isalnum() else rf"\x{{{ord(char):x}}}" for char in unit)
