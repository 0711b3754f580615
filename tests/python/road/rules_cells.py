"""The cells of a rule seed."""

from __future__ import annotations

import csv
from pathlib import Path


def read_cells(path: Path) -> list[list[str]]:
    """The header and the rows."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def write_cells(path: Path, rows: list[list[str]]) -> None:
    """Write them back."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
