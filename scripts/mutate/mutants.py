"""Mutants of a rule folder: one cell changed to another value that its column allows."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from pathlib import Path

from leads.rules.cells import check_cell
from leads.rules.check_conditions import as_number
from leads.rules.columns import Column, Kind
from leads.rules.seeds import RULE_SEEDS

# Columns that name or explain a rule and change no number.
UNREAD = frozenset({"rule_id", "cell_id", "sla_id", "calendar_id", "role_id", "owner", "why", "legal_basis", "channel"})
OTHER_DECAY = {"none": None, "linear": "exponential", "exponential": "linear"}
OTHER_OPERATOR = {
    "eq": "neq",
    "neq": "eq",
    "in": "not_in",
    "not_in": "in",
    "gt": "gte",
    "gte": "gt",
    "lt": "lte",
    "lte": "lt",
    "between": "in",
    "contains": "eq",
    "starts_with": "ends_with",
    "ends_with": "starts_with",
    "matches_domain": "not_in",
    "is_null": "is_not_null",
    "is_not_null": "is_null",
}


@dataclass(frozen=True)
class Mutant:
    """One changed cell. line: line of the file, the header is line 1."""

    seed: str
    line: int
    column: str
    old: str
    new: str

    def __str__(self) -> str:
        """Where and what, in one line."""
        return f"{self.seed}.csv, row {self.line}, column {self.column}: {self.old!r} -> {self.new!r}"


def make_mutants(rules_dir: Path, per_column: int) -> Iterator[Mutant]:
    """Mutants of a clean rule folder: of each column that results depend on, `per_column` filled cells, spread evenly.

    valid_to, nearly always empty, is filled; so is no other empty cell.
    """
    for seed in RULE_SEEDS:
        with (rules_dir / f"{seed.name}.csv").open(newline="", encoding="utf-8-sig") as file:
            rows = list(csv.DictReader(file))
        for column in seed.columns:
            filled = [index for index, row in enumerate(rows) if row[column.name] or column.name == "valid_to"]
            if column.name in UNREAD or not filled:
                continue
            step = max(1, len(filled) // per_column)
            for index in filled[::step][:per_column]:
                old = rows[index][column.name]
                new = other_value(column, old)
                if new is not None and new != old:
                    yield Mutant(seed.name, index + 2, column.name, old, new)


def write_mutant(rules_dir: Path, copy_dir: Path, mutant: Mutant) -> None:
    """Copy the rule seeds and change the one cell."""
    copy_dir.mkdir(parents=True, exist_ok=True)
    for seed in RULE_SEEDS:
        name = f"{seed.name}.csv"
        (copy_dir / name).write_bytes((rules_dir / name).read_bytes())
    path = copy_dir / f"{mutant.seed}.csv"
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = list(csv.reader(file))
    rows[mutant.line - 1][rows[0].index(mutant.column)] = mutant.new
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def other_value(column: Column, old: str) -> str | None:
    """Another value for a cell; None when there is none that the column allows."""
    if column.name == "operator":
        return OTHER_OPERATOR[old]
    if column.name == "decay":
        return OTHER_DECAY[old]
    if column.kind in (Kind.NUMBER, Kind.INTEGER):
        return _other_number(column, old)
    if column.kind is Kind.BOOLEAN:
        return "false" if old == "true" else "true"
    if column.kind is Kind.CHOICE:
        return column.words[(column.words.index(old) + 1) % len(column.words)]
    if column.kind is Kind.CHOICES:
        return "|".join(word for word in column.words if word not in old.split("|")) or column.words[0]
    if column.kind is Kind.DATE:
        return "2001-01-01" if column.name == "valid_to" else "2099-01-01"
    if column.kind is Kind.TIME:
        return "10:30:00" if old != "10:30:00" else "11:30:00"
    number = as_number(old)
    return str(number + 1) if number is not None else f"{old}_x"


def _other_number(column: Column, old: str) -> str | None:
    number = Decimal(old)
    steps = (Decimal(1), Decimal(-1)), (Decimal("0.1"), Decimal("-0.1"))
    for change in chain(*(reversed(steps) if 0 < abs(number) < 1 else steps)):
        new = str(number + change)
        if check_cell(column, new) is None:
            return new
    return None
