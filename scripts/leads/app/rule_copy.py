"""A copy of the rules in which one visitor changes cells; the folder of rules is only read."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from leads.rules.columns import Column, Seed
from leads.rules.seeds import RULE_SEEDS

EXPLAINING = ("owner", "why", "valid_from", "valid_to", "description")
SEEDS = {seed.name: seed for seed in RULE_SEEDS}


@dataclass(frozen=True)
class Edit:
    """One changed cell. row: its place in the file, from 0. before, after: as the file writes it, empty for nothing."""

    seed: str
    row: int
    column: str
    before: str
    after: str


def read_rows(folder: Path, seed: str) -> list[dict[str, str]]:
    """The rows of a seed as its file has them, not to be changed; none when there is no such file."""
    path = folder / f"{seed}.csv"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except OSError:
        return []


@cache
def _read(path: Path, _changed_at: int) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def name_of(seed: Seed, row: dict[str, str]) -> str:
    """What names a row: its key, and from when it is valid where the key has other versions."""
    key = " ".join(row[column] for column in seed.key if row.get(column))
    ended = f", until {row['valid_to']}" if row.get("valid_to") else ""
    began = f", from {row['valid_from']}" if row.get("valid_from", "") > "2000-01-01" else ""
    return (key or "row") + began + ended


def editable(seed: Seed) -> list[Column]:
    """The columns of a seed that decide scores: neither its key nor what explains it."""
    return [column for column in seed.columns if column.name not in (*seed.key, *EXPLAINING)]


def edited(rows: list[dict[str, str]], edits: list[Edit]) -> list[dict[str, str]]:
    """The rows of a seed with these edits of it."""
    changed = [dict(row) for row in rows]
    for edit in edits:
        if edit.row < len(changed):
            changed[edit.row][edit.column] = edit.after
    return changed


def as_file(rows: list[dict[str, str]]) -> bytes:
    """The seed as a file for a pull request: only changed cells differ from the one in the project."""
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue().encode()
