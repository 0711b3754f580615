"""A seed that was read: rows with their line, and cells by column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from leads.rules.columns import Seed
from leads.rules.problem import Problem


@dataclass(frozen=True)
class Row:
    """One row of a seed whose cells are in order. line: its line in the file, the header is line 1."""

    line: int
    cells: dict[str, str]

    def text(self, column: str) -> str:
        """The cell as text, empty where it is empty."""
        return self.cells[column]

    def number(self, column: str) -> Decimal | None:
        """The cell as a number, None where it is empty."""
        return Decimal(self.cells[column]) if self.cells[column] else None

    def items(self, column: str) -> list[str]:
        """The cell as a list (|), trimmed."""
        return [item.strip() for item in self.cells[column].split("|")] if self.cells[column] else []

    def key(self, *columns: str) -> tuple[str, ...]:
        """The cells that make an id."""
        return tuple(self.cells[column] for column in columns)

    @property
    def start(self) -> date:
        """First day on which the row is valid; rows without validity always are."""
        return date.fromisoformat(self.cells["valid_from"]) if self.cells.get("valid_from") else date.min

    @property
    def end(self) -> date:
        """First day on which the row is no longer valid."""
        return date.fromisoformat(self.cells["valid_to"]) if self.cells.get("valid_to") else date.max

    def is_valid_on(self, day: date) -> bool:
        """Whether valid_from <= day < valid_to."""
        return self.start <= day < self.end

    def overlaps(self, other: Row) -> bool:
        """Whether both are valid on some day."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Table:
    """A seed with its rows. file: as messages name it."""

    seed: Seed
    file: str
    rows: list[Row]

    def problem(self, row: Row | None, column: str | None, fault: str, remedy: str) -> Problem:
        """A problem of this table."""
        return Problem(self.file, row.line if row else None, column, fault, remedy)


Ruleset = dict[str, Table]


def changes(*tables: Table) -> list[date]:
    """The days on which the rows of some tables begin or end, from the first beginning on."""
    rows = [row for table in tables for row in table.rows]
    return sorted({row.start for row in rows} | {row.end for row in rows if row.end < date.max})


def valid_on(table: Table, day: date) -> list[Row]:
    """The rows of a table that are valid on a day."""
    return [row for row in table.rows if row.is_valid_on(day)]
