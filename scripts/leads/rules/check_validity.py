"""Validity of rows: each period has a day, and an id has one valid row a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from leads.rules.problem import Problem
from leads.rules.table import Row, Table


def check_validity(table: Table) -> Iterator[Problem]:
    """Problems of periods: valid_to not after valid_from; two rows of one id valid on the same day."""
    by_key: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in table.rows:
        if row.start >= row.end:
            yield table.problem(
                row,
                "valid_to",
                "valid_to is not after valid_from",
                "write a later day or none",
            )
        else:
            by_key[row.key(*table.seed.key)].append(row)
    for rows in by_key.values():
        yield from overlaps(table, rows, table.seed.key[-1], "the same id")


def overlaps(table: Table, rows: list[Row], column: str, what: str) -> Iterator[Problem]:
    """One problem for each row that is valid on a day on which an earlier one of the rows is."""
    for position, row in enumerate(rows):
        earlier = next((other for other in rows[:position] if row.overlaps(other)), None)
        if earlier is None:
            continue
        remedy = "end one before the other begins" if table.seed.has_validity else "keep one"
        yield table.problem(row, column, f"row {earlier.line} has {what} at the same time", remedy)
