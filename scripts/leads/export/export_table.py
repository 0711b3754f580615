"""Exports of the published marts: complete files or none, safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from leads.base import sql
from leads.base.errors import ExitCode, LeadsError
from leads.base.marts import has_table
from leads.publish import durable
from leads.publish.layout import UNFINISHED

FORMATS = {"csv": "format csv, header", "parquet": "format parquet, compression zstd"}
# A spreadsheet takes a cell that begins so for a formula (OWASP, CSV injection).
FORMULA = r"^[=+\-@\t\r\n]"


def export_table(con: duckdb.DuckDBPyConnection, table: str, folder: Path, form: str) -> tuple[Path, int]:
    """Write one mart in the order of its first columns; the file and its number of rows.

    CSV: a text that a spreadsheet would take for a formula gets an apostrophe before it. Parquet: as it is.
    Raises LeadsError: NOT_FOUND without such a mart, BAD_INPUT when the folder cannot be written.
    """
    if not has_table(con, "marts", table):
        raise LeadsError(f"There is no mart {table} in what is published.", ExitCode.NOT_FOUND)
    final = folder / f"{table}.{form}"
    copy_whole(con, _query(con, table, form), final, form, "name a folder that you may write to with --output")
    rows = con.execute(f"select count(*) from marts.{sql.name(table)}").fetchone()
    return final, int(rows[0]) if rows else 0


def copy_whole(con: duckdb.DuckDBPyConnection, query: str, path: Path, form: str, remedy: str) -> None:
    """Write the rows of a query to a file that takes its name when it is whole. Raises LeadsError (BAD_INPUT) with the remedy
    when it cannot be written."""
    unfinished = path.with_name(f".{path.name}{UNFINISHED}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            con.execute(f"copy ({query}) to {sql.text(str(unfinished))} ({FORMATS[form]})")
            durable.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
    except (OSError, duckdb.IOException) as error:
        raise LeadsError(f"{path} cannot be written: {remedy}.", ExitCode.BAD_INPUT) from error


def no_formula(column: str) -> str:
    """SQL of a text that no spreadsheet takes for a formula: an apostrophe before what begins as one."""
    name = sql.name(column)
    return f"case when regexp_matches({name}, {sql.text(FORMULA)}) then '''' || {name} else {name} end"


def _query(con: duckdb.DuckDBPyConnection, table: str, form: str) -> str:
    columns: Sequence[tuple[str, str]] = con.execute(
        "select column_name, data_type from duckdb_columns() where database_name = current_database() "
        "and schema_name = 'marts' and table_name = ? order by column_index",
        [table],
    ).fetchall()
    shown = ", ".join(_safe(*column) if form == "csv" else sql.name(column[0]) for column in columns)
    return f"select {shown} from marts.{sql.name(table)} order by all"


def _safe(column: str, data_type: str) -> str:
    name = sql.name(column)
    return f"{no_formula(column)} as {name}" if data_type in ("VARCHAR", "JSON") else name
