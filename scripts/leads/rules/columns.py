"""The kinds of columns a rule seed has: what a cell may hold."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class Kind(Enum):
    """What a cell of a column is, in words for messages."""

    SLUG = "an id of the letters a-z, digits and _"
    NAME = "a name without the list sign |"
    FIELD = "a column or key: letters, digits, _ and ., not beginning with a digit"
    TEXT = "text"
    NUMBER = "a number"
    INTEGER = "a whole number"
    BOOLEAN = "true or false"
    DATE = "a date written YYYY-MM-DD"
    TIME = "a time written HH:MM or HH:MM:SS"
    CHOICE = "one of the known words"
    CHOICES = "a list (|) of the known words"


IDS = frozenset({Kind.SLUG, Kind.NAME, Kind.FIELD})
NUMBERS = frozenset({Kind.NUMBER, Kind.INTEGER})


@dataclass(frozen=True)
class Column:
    """A column: its kind, whether it must be filled, bounds (inclusive), decimals and known words."""

    name: str
    kind: Kind
    required: bool = True
    low: Decimal | None = None
    high: Decimal | None = None
    decimals: int = 2
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seed:
    """A seed: its columns, the columns of its id, whether it has validity and whether it may have no rows."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    has_validity: bool = True
    may_be_empty: bool = False

    @property
    def header(self) -> list[str]:
        """The column names, in order."""
        return [column.name for column in self.columns]


def slug(name: str) -> Column:
    """An id."""
    return Column(name, Kind.SLUG)


def name_of(name: str, required: bool = True) -> Column:
    """A name as the data has it."""
    return Column(name, Kind.NAME, required)


def field(name: str, required: bool = True) -> Column:
    """The name of a column or key of the data."""
    return Column(name, Kind.FIELD, required)


def text(name: str, required: bool = True) -> Column:
    """Free text."""
    return Column(name, Kind.TEXT, required)


def number(name: str, low: float, high: float, required: bool = True, decimals: int = 2) -> Column:
    """A number between two bounds, inclusive."""
    return Column(name, Kind.NUMBER, required, Decimal(str(low)), Decimal(str(high)), decimals)


def integer(name: str, low: int, high: int = 1_000_000, required: bool = True) -> Column:
    """A whole number between two bounds, inclusive."""
    return Column(name, Kind.INTEGER, required, Decimal(low), Decimal(high), 0)


def boolean(name: str, required: bool = True) -> Column:
    """true or false."""
    return Column(name, Kind.BOOLEAN, required)


def day(name: str, required: bool = True) -> Column:
    """A date."""
    return Column(name, Kind.DATE, required)


def time_of_day(name: str) -> Column:
    """A time of day, may be empty."""
    return Column(name, Kind.TIME, False)


def choice(name: str, words: tuple[str, ...], required: bool = True) -> Column:
    """One of the known words."""
    return Column(name, Kind.CHOICE, required, words=words)


def choices(name: str, words: tuple[str, ...]) -> Column:
    """A list of known words."""
    return Column(name, Kind.CHOICES, words=words)


def days(name: str, low: int = 1) -> Column:
    """A number of days, at most a century, may be empty."""
    return integer(name, low, 36_500, required=False)


def any_count(name: str) -> Column:
    """A number of things from 0 on, may be empty."""
    return integer(name, 0, required=False)


OWNED: tuple[Column, ...] = (text("owner"), text("why"))
DATED: tuple[Column, ...] = (*OWNED, day("valid_from"), day("valid_to", required=False))


def rule_seed(name: str, key: str, *columns: Column, may_be_empty: bool = False) -> Seed:
    """A seed whose rows have owner, reason and validity. key: the columns of its id, parted by blanks."""
    return Seed(name, (*columns, *DATED), tuple(key.split()), may_be_empty=may_be_empty)
