"""Which times are plausible, from the rows of seeds/mappings/plausible_times.csv: exports write 1899-12-30, 1970-01-01 or
9999-12-31 where they mean that there is no time."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import PROJECT_DIR

SEED = PROJECT_DIR / "seeds/mappings/plausible_times.csv"
ANY = "*"


@dataclass(frozen=True)
class Plausible:
    """The days, both included, on which a time may lie, and the day that means that there is none."""

    earliest: date
    latest: date
    no_date: date | None


def plausible_times(table: str, column: str, seed: Path = SEED) -> Plausible:
    """Of a column of a raw table: its own row, else its table's, else the one of all.

    Errors: BAD_RULES for a row that is not in order.
    """
    rows = _rows(seed)
    for key in ((table, column), (table, ANY), (ANY, column), (ANY, ANY)):
        if key in rows:
            return rows[key]
    raise LeadsError(
        f"{seed.name} has no row for every table and column; add one with * and *.",
        ExitCode.BAD_RULES,
    )


@cache
def _rows(seed: Path) -> dict[tuple[str, str], Plausible]:
    try:
        with seed.open(encoding="utf-8", newline="") as file:
            rows = [(number, row) for number, row in enumerate(csv.DictReader(file), 2)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LeadsError(f"{seed.name} cannot be read; bring it back from the project.", ExitCode.BAD_RULES) from error
    found = {}
    for number, row in rows:
        try:
            no_date = date.fromisoformat(row["no_date"]) if row["no_date"] else None
            days = Plausible(date.fromisoformat(row["earliest"]), date.fromisoformat(row["latest"]), no_date)
        except (KeyError, TypeError, ValueError) as error:
            raise LeadsError(
                f"{seed.name} line {number} has no dates written YYYY-MM-DD in earliest and latest; correct it.",
                ExitCode.BAD_RULES,
            ) from error
        found[row["table_name"], row["column_name"]] = days
    return found
