"""Loads one file into one raw table, unless the same bytes were loaded by the same mapping entry."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from leads.base.contract import Table
from leads.load.delivery import Delivery, refuse
from leads.load.fingerprint import fingerprint, fingerprint_rows
from leads.load.land import Stamp, land
from leads.load.mapping import FORMATS, ColumnSource, Entry
from leads.load.namespaces import own_files, shared_ids
from leads.load.odd_ids import odd_ids
from leads.load.plain_file import PlainFile, plain_file
from leads.load.read_csv import read_csv
from leads.load.read_jsonl import read_jsonl
from leads.load.read_parquet import read_parquet
from leads.load.read_workbook import read_workbook
from leads.load.row_query import source_names, wanted_columns
from leads.load.screen import Screen


@dataclass(frozen=True)
class Delivered:
    """A file to load: where it is, its name from the source folder, what it fills, and whether a prepare.sql wrote it."""

    path: Path
    name: str
    entry: Entry
    table: Table
    is_prepared: bool


@dataclass(frozen=True)
class Beside:
    """The marks of entries of one mapping: of all, and of those that take the same file for the same table. namespaces: those
    of the entries for the same table."""

    all: frozenset[str]
    of_file: frozenset[str]
    namespaces: frozenset[str]


@dataclass(frozen=True)
class FileReport:
    """What came of one file; records = landed + rejected + suppressed (they name erased people) + left_out (by `where:`).
    is_known: it was loaded before, nothing was done. ignored: columns of the file that the mapping does not take. missing:
    keys it takes and no record has. notes: what its reader found by itself, and what looks odd. shared: ids that other rows have in another
    namespace. ended: what a complete delivery no longer has."""

    table: str
    file: str
    records: int
    landed: int
    rejected: int
    suppressed: int
    is_known: bool
    ignored: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    left_out: int = 0
    notes: tuple[str, ...] = ()
    shared: int = 0
    ended: int = 0


def load_file(
    con: duckdb.DuckDBPyConnection,
    file: Delivered,
    beside: Beside,
    stamp: Stamp,
    scratch: Path,
    screen: Screen | None = None,
) -> FileReport:
    """Load a file and note it in raw.loaded_files. beside: the other entries of the mapping. scratch: a folder for plain copies, which are
    gone afterwards. screen: keeps erased people out.

    Errors: BAD_INPUT when it is refused whole.
    """
    mark = fingerprint_rows(con, file.path) if _is_written_by_duckdb(file) else fingerprint(file.path)
    content_hash = f"{mark.sha256}-{file.entry.mark}"
    known = _known(con, file, content_hash, beside)
    if known:
        return known
    with TemporaryDirectory(dir=scratch) as folder:
        delivery = _open(con, file, plain_file(file.path, file.entry, mark.is_utf8, Path(folder)))
        landing = land(con, file.entry, file.table, file.path, delivery, stamp, screen, beside.namespaces)
        notes = (*delivery.notes, *odd_ids(con, file.entry, file.table, delivery), *landing.notes)
    con.execute("drop table if exists temp.delivered; drop table if exists temp.screened")
    con.execute(
        "insert into raw.loaded_files (content_hash, source_file, table_name, _load_batch_id, row_count, landed_count, "
        "rejected_count, suppressed_count, left_out_count, loaded_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            content_hash,
            file.name,
            file.table.name,
            stamp.batch_id,
            delivery.records,
            landing.landed,
            landing.rejected,
            landing.suppressed,
            landing.left_out,
            stamp.loaded_at,
        ],
    )
    shared = shared_ids(con, file.table, file.name, stamp.batch_id)
    return FileReport(
        table=file.table.name,
        file=file.name,
        records=delivery.records,
        landed=landing.landed,
        rejected=landing.rejected,
        suppressed=landing.suppressed,
        is_known=False,
        ignored=delivery.ignored,
        missing=delivery.missing,
        left_out=landing.left_out,
        notes=notes,
        shared=shared,
        ended=landing.ended,
    )


def _is_written_by_duckdb(file: Delivered) -> bool:
    return file.is_prepared and (file.entry.format or FORMATS.get(file.path.suffix.lower())) == "parquet"


def _known(con: duckdb.DuckDBPyConnection, file: Delivered, content_hash: str, beside: Beside) -> FileReport | None:
    """The report of the same bytes loaded by the same entry.

    Errors: BAD_INPUT when rows of them landed by another entry: landing them again would double them. Not so for a copy
    that another entry of the same mapping takes.
    """
    loads = con.execute(
        "select content_hash, source_file, row_count, landed_count, rejected_count, coalesce(suppressed_count, 0) "
        "from raw.loaded_files "
        "where table_name = ? and starts_with(content_hash, ?)",
        [file.table.name, content_hash.partition("-")[0]],
    ).fetchall()
    for other, _, records, landed, rejected, suppressed in loads:
        if other == content_hash and not _is_former(con, file, content_hash):
            return FileReport(file.table.name, file.name, records, landed, rejected, suppressed, True)
    for other, name, _, landed, *_ in loads:
        current = beside.of_file if name == file.name else beside.all
        if landed and other.partition("-")[2] not in current:
            raise refuse(
                file.path,
                f"its rows are in raw.{file.table.name} already, by another mapping; take it out of the source folder, "
                "or remove the warehouse and load everything again",
            )
    return None


def _is_former(con: duckdb.DuckDBPyConnection, file: Delivered, content_hash: str) -> bool:
    """Whether a complete delivery of other content followed this one: then the same bytes bring back what that one ended."""
    if not file.entry.complete:
        return False
    newest = con.execute(
        "select content_hash from raw.loaded_files where table_name = ? and "
        f"list_contains({own_files(con, file.entry, file.table)}, source_file) order by _load_batch_id desc limit 1",
        [file.table.name],
    ).fetchone()
    return newest is not None and newest[0] != content_hash


def _open(con: duckdb.DuckDBPyConnection, file: Delivered, plain: PlainFile) -> Delivery:
    entry = file.entry
    sources = wanted_columns(entry, file.table)
    compared = frozenset(condition.column for group in entry.where for condition in group)
    wanted = compared.union(name for source in sources.values() for name in source_names(source))
    needed = wanted if entry.columns is not None else compared | _required(sources, file.table)
    if plain.form == "csv":
        return read_csv(con, plain, entry.delimiter, needed, wanted)
    if plain.form == "jsonl":
        return read_jsonl(con, plain, needed, wanted)
    if plain.form == "parquet":
        return read_parquet(con, plain.path, needed, wanted)
    if plain.form == "xlsx":
        return read_workbook(con, plain.path, entry.sheet, needed, wanted)
    raise refuse(
        file.path, "its ending does not tell its format; write `format: csv`, jsonl, parquet or xlsx in the mapping"
    )


def _required(sources: dict[str, ColumnSource], table: Table) -> frozenset[str]:
    """Without `columns:` only the required ones must be there."""
    return frozenset(name for name in sources if table.mappable[name].is_required and name != "loaded_at")
