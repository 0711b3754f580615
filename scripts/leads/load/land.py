"""Lands one opened file: rows that fit into their raw table, all others into raw.rejected_rows, none lost."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

import duckdb

from leads.base import sql
from leads.base.contract import Table
from leads.load.complete import Landed, mark_missing
from leads.load.delivery import Delivery, refuse
from leads.load.mapping import Entry
from leads.load.namespaces import NAMESPACE, id_of, namespace_value
from leads.load.row_query import RowQuery, row_query
from leads.load.screen import Screen


@dataclass(frozen=True)
class Landing:
    """How many records landed, were rejected, were suppressed (the screen kept them out) and left out by `where:`. ended: how
    many things a complete delivery no longer has; notes: what there is to say of that."""

    landed: int
    rejected: int
    suppressed: int
    left_out: int
    ended: int = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stamp:
    """What every row of one file carries: its name as shown, the number of the load, the time of the load (UTC)."""

    source_file: str
    batch_id: int
    loaded_at: datetime


def land(
    con: duckdb.DuckDBPyConnection,
    entry: Entry,
    table: Table,
    path: Path,
    delivery: Delivery,
    stamp: Stamp,
    screen: Screen | None = None,
    namespaces: frozenset[str] = frozenset(),
) -> Landing:
    """Land the rows. namespaces: those of the mapping's entries for the table.

    Errors: BAD_INPUT when the counts do not add up to the records counted, or the file breaks while it is read.
    """
    rejected = suppressed = left_out = 0
    try:
        query = row_query(con, entry, table, delivery)
        if query.left_out:
            left_out = _count(con, query.left_out)
        if screen:
            query, suppressed = screen.rows(con, table, query)
        landed = _insert_rows(con, entry, table, query, stamp, set(namespaces))
        if landed + suppressed + left_out != delivery.records:
            _locate_rejects(con, query, delivery)
            suppressed += screen.rejects(con) if screen else 0
            rejected = _insert_rejects(con, table, query, stamp)
    except duckdb.Error as error:
        if isinstance(error, (duckdb.OutOfMemoryException, duckdb.InternalException, duckdb.InterruptException)):
            raise
        raise refuse(path, "it breaks off or is damaged inside; export it again") from error
    landing = Landing(landed, rejected, suppressed, left_out)
    if (found := landed + rejected + suppressed + left_out) != delivery.records:
        raise refuse(path, f"it holds {delivery.records:,} records, and {found:,} came out; write it again")
    if not entry.complete:
        return landing
    ended, notes = mark_missing(con, entry, Landed(table, path, landed + suppressed, rejected, **asdict(stamp)), query)
    return replace(landing, ended=ended, notes=tuple(notes))


def _count(con: duckdb.DuckDBPyConnection, rows: str) -> int:
    row = con.execute(f"select count(*) from {rows}").fetchone()
    return int(row[0]) if row else 0


def _insert_rows(
    con: duckdb.DuckDBPyConnection, entry: Entry, table: Table, query: RowQuery, stamp: Stamp, namespaces: set[str]
) -> int:
    values = {name: sql.name(name) for name in query.columns}
    if "loaded_at" not in values:
        values["loaded_at"] = "$loaded_at::timestamp"
    if id_of(table) and NAMESPACE not in values:
        rows = f"(select * from {query.relation} where problem is null)"
        values[NAMESPACE] = namespace_value(con, entry, table, rows, query.columns, namespaces)
    values |= {"_source_file": "$source_file", "_load_batch_id": "$batch_id"}
    row = con.execute(
        f"insert into raw.{sql.name(table.name)} ({', '.join(map(sql.name, values))}) "
        f"select {', '.join(values.values())} from {query.relation} as landed where problem is null",
        _used(stamp, " ".join(values.values())),
    ).fetchone()
    return int(row[0]) if row else 0


def _locate_rejects(con: duckdb.DuckDBPyConnection, query: RowQuery, delivery: Delivery) -> None:
    con.execute(
        f"create or replace temp table misfits as select ordinal, problem from {query.relation} "
        "where problem is not null"
    )
    delivery.locate(con)


def _insert_rejects(con: duckdb.DuckDBPyConnection, table: Table, query: RowQuery, stamp: Stamp) -> int:
    row = con.execute(
        "insert into raw.rejected_rows (table_name, source_file, line_number, column_name, reason, raw_text, "
        "_load_batch_id, loaded_at) "
        "select $table_name, $source_file, line_number, $columns[problem + 1], "
        "coalesce('the row ' || located.reason, $reasons[problem + 1]), raw_text, $batch_id, $loaded_at::timestamp "
        "from located left join misfits using (ordinal)",
        {
            **_used(stamp, "$source_file $batch_id $loaded_at"),
            "table_name": table.name,
            "columns": [column for column, _ in query.problems],
            "reasons": [_sentence(column, reason) for column, reason in query.problems],
        },
    ).fetchone()
    return int(row[0]) if row else 0


def _sentence(column: str | None, reason: str) -> str:
    return f"{column or 'the row'} {reason}"


def _used(stamp: Stamp, statement: str) -> dict[str, object]:
    """The parameters a statement names; DuckDB refuses others."""
    values = {"source_file": stamp.source_file, "batch_id": stamp.batch_id, "loaded_at": stamp.loaded_at}
    return {name: value for name, value in values.items() if f"${name}" in statement}
