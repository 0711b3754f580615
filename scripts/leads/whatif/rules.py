"""The rules to try: a folder checked as `leads rules check` does, put beside those of the build, and what differs."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from leads.base import sql
from leads.base.errors import ExitCode, LeadsError
from leads.base.marts import read
from leads.base.on_disk import is_folder
from leads.rules import check_rules
from leads.rules.columns import Seed
from leads.rules.read import read_seed
from leads.rules.seeds import RULE_SEEDS
from leads.whatif.rerun import Changed, changed_columns
from leads.whatif.scratch import FRESH, KEPT, Scratch

# What explains a rule and decides nothing; it shows in no difference.
TOLD = frozenset({"owner", "why"})
MODELS = "rules.scoring_models"


@dataclass(frozen=True)
class Change:
    """A row of a rule seed that differs. key: what names the row; column, before and after: a cell, all empty where a row came
    (`is_new`) or went (`is_gone`)."""

    seed: str
    key: str
    column: str = ""
    before: str = ""
    after: str = ""
    is_new: bool = False
    is_gone: bool = False

    def __str__(self) -> str:
        """As a sentence without a stop."""
        if self.is_new or self.is_gone:
            return f"{self.seed}: {self.key} {'is new' if self.is_new else 'is gone'}"
        return f"{self.seed}: {self.key}, {self.column} {self.before or 'empty'} -> {self.after or 'empty'}"


def write_rules(base: Path, rows: Mapping[str, Sequence[Mapping[str, str]]], folder: Path) -> Path:
    """Copy a folder of rule seeds to another and replace the rows of some seeds there; returns it.

    rows: of each seed that is replaced all its rows, cells as texts by column, an empty text where a cell is empty. Raises
    LeadsError (BAD_RULES) for a name that no seed has.
    """
    seeds = {seed.name: seed for seed in RULE_SEEDS}
    folder.mkdir(parents=True, exist_ok=True)
    for path in base.glob("*.csv"):
        shutil.copyfile(path, folder / path.name)
    for name, cells in rows.items():
        if name not in seeds:
            raise LeadsError(f"No rule seed is called {name!r}; there are {', '.join(seeds)}.", ExitCode.BAD_RULES)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, seeds[name].header, restval="", lineterminator="\n")
            writer.writeheader()
            writer.writerows([dict(row) for row in cells])
    return folder


def put_rules(place: Scratch, folder: Path, candidate: str | None) -> tuple[Changed, list[Change]]:
    """Let statements see the rules of a folder, with a candidate as the active model of its audience where one is named; returns
    the columns that changed by table, and the rows.

    Raises LeadsError: NOT_FOUND for a folder that is not there, BAD_RULES for the first cell that is not in order, USAGE for a
    model that is no candidate.
    """
    if not is_folder(folder):
        raise LeadsError(f"There is no folder of rule seeds at {folder}; name one with --rules.", ExitCode.NOT_FOUND)
    check_rules(folder)
    changed: Changed = {}
    changes: list[Change] = []
    for seed in RULE_SEEDS:
        table = f"rules.{seed.name}"
        _put(place, table, seed, folder)
        if table == MODELS and candidate:
            _promote(place, candidate)
        columns = changed_columns(place, table) if _differs(place, table) else frozenset()
        if columns is None or columns:
            changed[table] = columns
            changes += _changes(place, seed)
        else:
            place.forget(table)
    return changed, changes


def _put(place: Scratch, table: str, seed: Seed, folder: Path) -> None:
    """A fresh table of the seed, with the types of the kept one."""
    rows = read_seed(folder, seed)[0].rows
    kept = place.kept_columns[table]
    cells = [[row.cells.get(column) or None for row in rows] for column in kept]
    values = ", ".join(
        f"unnest(${number}::varchar[])::{kind} as {sql.name(column)}"
        for number, (column, kind) in enumerate(kept.items(), 1)
    )
    place.con.execute(f"create table {place.of(FRESH, table)} as select {values}", cells)
    place.made.add(table)
    place.show_again(table)


def _differs(place: Scratch, table: str) -> bool:
    kept, fresh = (place.con.execute(f"from {place.of(where, table)}").fetchall() for where in (KEPT, FRESH))
    return Counter(kept) != Counter(fresh)


def _promote(place: Scratch, candidate: str) -> None:
    table = place.of(FRESH, MODELS)
    rows = read(place.con, f"select audience, status from {table} where model_id = $model", model=candidate)
    if "candidate" not in {row["status"] for row in rows}:
        known = place.con.execute(
            f"select distinct model_id from {table} where status = 'candidate' order by 1"
        ).fetchall()
        there = (
            f"there are {', '.join(name for (name,) in known)}" if known else "there is none; `leads learn` writes one"
        )
        raise LeadsError(f"scoring_models.csv has no candidate {candidate!r}; {there}.", ExitCode.USAGE)
    place.con.execute(
        f"update {table} set status = case when model_id = $model then 'active' else 'retired' end "
        "where audience = $audience and (status = 'active' or (status = 'candidate' and model_id = $model))",
        {"model": candidate, "audience": rows[0]["audience"]},
    )


def _changes(place: Scratch, seed: Seed) -> list[Change]:
    """The rows that differ, by their key; of a row that both have, each cell."""
    table, found = f"rules.{seed.name}", []
    columns = place.kept_columns[table]
    cells = ", ".join(f"coalesce({sql.name(column)}::varchar, '') as {sql.name(column)}" for column in columns)
    keys = (*seed.key, *(["valid_from"] if "valid_from" in columns and "valid_from" not in seed.key else []))
    kept, fresh = (
        {
            tuple(row[key] for key in keys): row
            for row in read(place.con, f"select {cells} from {place.of(where, table)}")
        }
        for where in (KEPT, FRESH)
    )
    for key in sorted(kept.keys() | fresh.keys()):
        name = " ".join(part for part, column in zip(key, keys, strict=True) if part and column != "valid_from")
        one, other = kept.get(key), fresh.get(key)
        if one is None or other is None:
            found.append(Change(seed.name, name, is_new=one is None, is_gone=other is None))
            continue
        found += [
            Change(seed.name, name, column, one[column], other[column])
            for column in columns
            if column not in TOLD and one[column] != other[column]
        ]
    return found
