"""What a mapping says: which files fill which raw table, column by column."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from leads.load.notation import PLAIN, Notation

# The word for the namespace of ids that say none.
SHARED = "shared"
FORMATS = {
    **{".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".parquet": "parquet"},
    **{".xlsx": "xlsx", ".xlsm": "xlsx", ".xls": "xlsx"},
}


@dataclass(frozen=True)
class Source:
    """Where the values of one column come from: one source column, or a stable hash of several (is_key)."""

    names: tuple[str, ...]
    is_key: bool = False
    notation: Notation = PLAIN

    @property
    def meaning(self) -> Any:
        """What it says, in JSON; of a plain name the name."""
        if not self.is_key and not self.notation.said:
            return self.names[0]
        return {"from": list(self.names), "is_key": self.is_key, **self.notation.said}


# A source, or for a json column the keys of a flat object and their sources.
ColumnSource = Source | Mapping[str, Source]


@dataclass(frozen=True)
class Condition:
    """What must hold of a source column for a row to be taken.

    test: `is` and `not` (one of the words; empty ones are none of them), `empty`, `at_least` and `below` (numbers).
    """

    column: str
    test: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Complete:
    """That each delivery of an entry is the whole table: what it no longer has was deleted in the source.

    is_dated: its newest loaded_at is the time of the export, else the load's is. may_be_empty: a delivery without rows deletes all.
    """

    is_dated: bool = False
    may_be_empty: bool = False


@dataclass(frozen=True)
class PackageSource:
    """A folder inside an installed Python package."""

    package: str
    folder: str


@dataclass(frozen=True)
class Entry:
    """Files of one shape for one raw table.

    delimiter, encoding, sheet: None where they are to be found. columns: contract column -> source; None takes the
    contract's own names, in the notation of the entry. constants: contract column -> value as text. time_zone: IANA name
    of times without a zone. namespace: of its ids; None is the pattern of its files. where: a row is taken when every condition of one of the groups holds; empty takes all.
    complete: None where what a delivery lacks only did not change; it makes no other rows, so it is not in the mark.
    """

    table: str
    files: str
    format: str | None
    delimiter: str | None
    columns: Mapping[str, ColumnSource] | None
    constants: Mapping[str, str]
    time_zone: str
    encoding: str | None = None
    sheet: str | None = None
    notation: Notation = PLAIN
    where: tuple[tuple[Condition, ...], ...] = ()
    namespace: str | None = None
    complete: Complete | None = None

    @property
    def part(self) -> Any:
        """Which part of a file it takes, and as what. Two entries of a table may take the same file for different parts."""
        return self.sheet, self.where, tuple(sorted(self.constants.items()))

    @property
    def id_namespace(self) -> str | None:
        """Within which its ids are unique; None is the namespace that all such entries share."""
        return None if self.namespace == SHARED else self.namespace or self.files

    @property
    def mark(self) -> str:
        """The same for two entries that make the same rows of the same bytes.

        It is kept in warehouses: what an older version knew of has to give the mark it gave then.
        """
        delimiter = self.delimiter or ("\t" if self.files.endswith(".tsv") else ",")
        columns = self.columns and {name: _meaning(source) for name, source in self.columns.items()}
        meaning: list[Any] = [self.table, delimiter, columns, self.constants, self.time_zone]
        where = [[[one.column, one.test, one.values] for one in group] for group in self.where]
        more = {"encoding": self.encoding, "sheet": self.sheet, "notation": self.notation.said, "where": where}
        more["namespace"] = self.namespace
        meaning += [{key: value} for key, value in more.items() if value]
        return sha256(json.dumps(meaning, sort_keys=True).encode()).hexdigest()


def _meaning(source: ColumnSource) -> Any:
    return source.meaning if isinstance(source, Source) else {key: one.meaning for key, one in source.items()}


@dataclass(frozen=True)
class LoadMapping:
    """One mapping file; as_of_date is the date its data is best scored for (UTC)."""

    path: Path
    source: str | PackageSource | None
    prepare: Path | None
    as_of_date: date | None
    entries: tuple[Entry, ...]

    @property
    def folder(self) -> Path:
        """The folder the mapping lies in; its paths start there."""
        return self.path.parent
