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
    """A column: its kind, what it means, whether it must be filled, bounds (inclusive), decimals and known words.

    may_lack: whether a folder of rules from before the column may be without it; its cells are empty then.
    """

    name: str
    kind: Kind
    description: str
    required: bool = True
    low: Decimal | None = None
    high: Decimal | None = None
    decimals: int = 2
    words: tuple[str, ...] = ()
    may_lack: bool = False


@dataclass(frozen=True)
class Seed:
    """A seed: its columns, the columns of its id, whether it has validity and whether it may have no rows.

    description: its grain and what it holds, as its YAML says. is_mapping: it lies in seeds/mappings, the same for all rules.
    may_lack: whether a folder of rules from before the seed may be without it; it has no rows then.
    """

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    has_validity: bool = True
    may_be_empty: bool = False
    is_mapping: bool = False
    may_lack: bool = False

    @property
    def header(self) -> list[str]:
        """The column names, in order."""
        return [column.name for column in self.columns]
