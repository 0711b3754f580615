"""The rule seeds and mappings as CSV files, and the rows of them that are valid on a date."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

Rule = Mapping[str, str | None]


@dataclass(frozen=True)
class Seeds:
    """Every seed of a folder by file name; cells are trimmed text, an empty cell is None."""

    files: Mapping[str, Sequence[Rule]]
    _valid: dict[tuple[str, date], list[Rule]] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def read(cls, folder: Path | str) -> Seeds:
        """Read all CSV files of a folder; a missing folder is empty."""
        return cls({path.stem: read_csv(path) for path in sorted(Path(folder).glob("*.csv"))})

    def rows(self, seed: str) -> Sequence[Rule]:
        """All rows of a seed whatever their validity; a missing seed is empty."""
        return self.files.get(seed, ())

    def valid(self, seed: str, on: date) -> list[Rule]:
        """The rows with valid_from <= on < valid_to; an empty end is open."""
        if (seed, on) not in self._valid:
            self._valid[seed, on] = [rule for rule in self.rows(seed) if _is_valid(rule, on)]
        return self._valid[seed, on]


def read_csv(path: Path) -> list[Rule]:
    """One mapping per row of a UTF-8 CSV file with a header."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [{str(name).strip(): _cell(cell) for name, cell in row.items()} for row in csv.DictReader(lines)]


def _cell(cell: object) -> str | None:
    return cell.strip() or None if isinstance(cell, str) else None


def _is_valid(rule: Rule, on: date) -> bool:
    start, end = rule.get("valid_from"), rule.get("valid_to")
    return (start is None or date.fromisoformat(start) <= on) and (end is None or on < date.fromisoformat(end))


def number(rule: Rule, column: str) -> Decimal | None:
    """A numeric cell, None when empty."""
    cell = rule.get(column)
    return None if cell is None else Decimal(cell)


def whole(rule: Rule, column: str) -> int | None:
    """A cell of whole days or counts, None when empty."""
    value = number(rule, column)
    return None if value is None else int(value)


def by_precedence(rules: Sequence[Rule]) -> list[Rule]:
    """Rules in the order in which they are asked: smallest precedence, then smallest rule id."""
    return sorted(rules, key=lambda rule: (number(rule, "precedence") or Decimal(0), rule.get("rule_id") or ""))


def active_model(rules: Seeds, audience: str | None, on: date) -> Rule | None:
    """The one active model of an audience on a date, None when there is none."""
    models = [
        model
        for model in rules.valid("scoring_models", on)
        if model.get("audience") == audience and model.get("status") == "active"
    ]
    return min(models, key=lambda model: model.get("model_id") or "", default=None)
