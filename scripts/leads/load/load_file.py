"""Loads one file into one raw table, unless the same bytes are there already."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb

from leads.load.contract import Table
from leads.load.delivery import Delivery, refuse
from leads.load.fingerprint import Fingerprint, fingerprint
from leads.load.land import Stamp, land
from leads.load.mapping import FORMATS, ColumnSource, Entry
from leads.load.read_csv import read_csv
from leads.load.read_jsonl import read_jsonl
from leads.load.read_parquet import read_parquet
from leads.load.row_query import source_names, wanted_columns


@dataclass(frozen=True)
class Delivered:
    """A file to load: where it is, its name from the source folder, and what it fills."""

    path: Path
    name: str
    entry: Entry
    table: Table


@dataclass(frozen=True)
class FileReport:
    """What came of one file; records = landed + rejected. is_known: it had landed before, nothing was done. ignored:
    columns of the file that the mapping does not take."""

    table: str
    file: str
    records: int
    landed: int
    rejected: int
    is_known: bool
    ignored: tuple[str, ...]


def load_file(con: duckdb.DuckDBPyConnection, file: Delivered, stamp: Stamp) -> FileReport:
    """Load a file and note it in raw.loaded_files. Errors: BAD_INPUT when it is refused whole."""
    mark = fingerprint(file.path)
    known = con.execute(
        "select row_count, landed_count, rejected_count from raw.loaded_files "
        "where content_hash = ? and table_name = ?",
        [mark.sha256, file.table.name],
    ).fetchone()
    if known:
        records, landed, rejected = known
        return FileReport(file.table.name, file.name, records, landed, rejected, True, ())
    delivery = _open(con, file, mark)
    landed, rejected = land(con, file.entry, file.table, file.path, delivery, stamp)
    con.execute("drop table if exists temp.delivered")
    con.execute(
        "insert into raw.loaded_files (content_hash, source_file, table_name, _load_batch_id, row_count, landed_count, "
        "rejected_count, loaded_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
        [mark.sha256, file.name, file.table.name, stamp.batch_id, delivery.records, landed, rejected, stamp.loaded_at],
    )
    return FileReport(file.table.name, file.name, delivery.records, landed, rejected, False, delivery.ignored)


def _open(con: duckdb.DuckDBPyConnection, file: Delivered, mark: Fingerprint) -> Delivery:
    entry = file.entry
    sources = wanted_columns(entry, file.table)
    wanted = frozenset(name for source in sources.values() for name in source_names(source))
    needed = wanted if entry.columns is not None else _required(sources, file.table)
    form = entry.format or FORMATS.get(file.path.suffix.lower())
    if form == "csv":
        return read_csv(con, file.path, entry.delimiter, needed, wanted, mark.is_utf8)
    if form == "jsonl":
        return read_jsonl(con, file.path, wanted)
    if form == "parquet":
        return read_parquet(con, file.path, needed, wanted)
    raise refuse(file.path, "its ending does not tell its format; write `format: csv`, jsonl or parquet in the mapping")


def _required(sources: dict[str, ColumnSource], table: Table) -> frozenset[str]:
    """Without `columns:` only the required ones must be there."""
    return frozenset(name for name in sources if table.mappable[name].is_required and name != "loaded_at")
