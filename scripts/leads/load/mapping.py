"""What a mapping says: which files fill which raw table, column by column."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

FORMATS = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "jsonl", ".parquet": "parquet"}

# The word for the namespace of ids that say none.
SHARED = "shared"

# A source column, or for a json column the keys of a flat object and their source columns.
ColumnSource = str | Mapping[str, str]


@dataclass(frozen=True)
class PackageSource:
    """A folder inside an installed Python package."""

    package: str
    folder: str


@dataclass(frozen=True)
class Entry:
    """Files of one shape for one raw table.

    columns: contract column -> source; None takes the contract's own names. constants: contract column -> value as
    text. time_zone: IANA name of times without a zone. namespace: of its ids; None is the pattern of its files.
    """

    table: str
    files: str
    format: str | None
    delimiter: str
    columns: Mapping[str, ColumnSource] | None
    constants: Mapping[str, str]
    time_zone: str
    namespace: str | None = None

    @property
    def id_namespace(self) -> str | None:
        """Within which its ids are unique; None is the namespace that all such entries share."""
        return None if self.namespace == SHARED else self.namespace or self.files

    @property
    def mark(self) -> str:
        """The same for two entries that make the same rows of the same bytes."""
        meaning: list[object] = [self.table, self.delimiter, self.columns, self.constants, self.time_zone]
        if self.namespace:
            meaning.append({"namespace": self.namespace})
        return sha256(json.dumps(meaning, sort_keys=True).encode()).hexdigest()


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
