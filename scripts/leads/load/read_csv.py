"""Opens a CSV file: header contract, every value text, counted by Python's csv module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb

from leads.base import sql
from leads.load.delivery import Delivery, SourceColumn, refuse
from leads.load.find_columns import find_columns
from leads.load.find_delimiter import find_delimiter
from leads.load.locate_text import locate_text
from leads.load.plain_file import PlainFile
from leads.load.text_records import LONGEST, TextRecord, csv_records, csv_width

# A window without order numbers the rows as they stand in the file.
ORDINAL = "row_number() over () - 1 as ordinal"


def read_csv(
    con: duckdb.DuckDBPyConnection, plain: PlainFile, said: str | None, needed: frozenset[str], wanted: frozenset[str]
) -> Delivery:
    """Read the wanted columns as text into the temporary table `delivered`.

    said: the delimiter that the mapping names. Names are taken from the header, not from the position. Errors: BAD_INPUT
    for a header without a needed column, a column named twice, a quote that never closes, mixed line ends, and whenever
    DuckDB's reader and Python's disagree about the records.
    """
    path, line = plain.path, plain.skipped + 1
    delimiter, header = find_delimiter(path, said or plain.delimiter, needed, line)
    width = csv_width(path, delimiter, header)
    header = header[:width]

    def records() -> Iterator[TextRecord]:
        return csv_records(path, delimiter, width, plain.is_utf8, plain.skipped)

    total, unreadable = 0, []
    for record in records():
        total += 1
        if record.problem is not None:
            unreadable.append(record.number)
    found = find_columns(path, wanted, filter(None, header))
    columns = {name: SourceColumn(f"c{header.index(there)}", "VARCHAR") for name, there in found.items()}
    # DuckDB looks for bytes that are not UTF-8 only in the columns it is asked for.
    select = sorted({column.expression for column in columns.values()}) if plain.is_utf8 else ["*"]
    land_text(con, path, select, width, delimiter, total - len(unreadable), unreadable)
    notes = plain.notes
    if said is None and delimiter not in (plain.delimiter, ",", "\t"):
        notes = (*notes, f'its values are divided by "{delimiter}", under which its columns are there')
    return Delivery(
        relation="delivered",
        columns=columns,
        records=total,
        locate=lambda con: locate_text(con, records),
        ignored=tuple(name for name in header if name and name not in found.values()),
        notes=notes,
    )


def land_text(
    con: duckdb.DuckDBPyConnection,
    path: Path,
    select: list[str],
    width: int,
    delimiter: str,
    rows: int,
    unreadable: list[int],
    is_csv: bool = True,
) -> None:
    """Read a text file of `width` columns c0, c1, ... into the temporary table `delivered` with their `ordinal`.

    rows: how many there must be. unreadable: the numbers of the records that must be left out, in order. Without is_csv
    a line is a value: no header, no quotes. Rejects are stored, not ignored: ignore_errors silently drops good rows
    after a bad quote. Errors: BAD_INPUT when DuckDB finds other rows or leaves out other records.
    """
    columns = ", ".join(f"c{index}: 'VARCHAR'" for index in range(width))
    quote = sql.text('"' if is_csv else "")
    found: list[int] = []
    count = None
    try:
        con.execute("drop table if exists temp.reject_errors; drop table if exists temp.reject_scans")
        con.execute(
            f"create or replace temp table delivered as select {', '.join([ORDINAL, *select])} from read_csv("
            f"{sql.file(str(path))}, columns = {{{columns}}}, header = {is_csv}, auto_detect = false, "
            f"delim = {sql.text(delimiter)}, quote = {quote}, escape = {quote}, strict_mode = true, "
            f"max_line_size = {LONGEST}, store_rejects = true, rejects_limit = 0, compression = 'none', "
            "hive_partitioning = false)"
        )
        found = [line for (line,) in con.execute("select distinct line from temp.reject_errors order by 1").fetchall()]
        count = con.execute("select count(*) from delivered").fetchone()
    except duckdb.InterruptException:
        raise
    except duckdb.Error:
        pass  # it cannot be read at all: nothing is counted
    if count != (rows,) or found != unreadable:
        raise refuse(
            path,
            "two parsers disagree about its records; write it again with one kind of line end, quotes doubled inside "
            f"quotes, and records below {LONGEST:,} bytes",
        )
