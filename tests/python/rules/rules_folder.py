"""Where the shipped rules are, and how a test finds and writes their cells."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from leads.base.settings import PROJECT_DIR
from leads.rules import Problem

RULES = PROJECT_DIR / "seeds" / "rules"
MAPPINGS = PROJECT_DIR / "seeds" / "mappings"
SetCell = Callable[[str, int, str, str], None]
Found = Callable[[], list[Problem]]


def write_cell(path: Path, row: int, column: str, text: str) -> None:
    """Write one cell of a CSV file."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file))
    rows[row - 1][rows[0].index(column)] = text
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def row_of(seed: str, **cells: str) -> int:
    """The line of the first shipped row with these cells."""
    folder = MAPPINGS if (MAPPINGS / f"{seed}.csv").exists() else RULES
    with (folder / f"{seed}.csv").open(newline="", encoding="utf-8") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            if all(row[column] == text for column, text in cells.items()):
                return line
    raise AssertionError(f"{seed} has no such row")
