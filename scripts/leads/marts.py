"""Reads the published tables: rows as dictionaries, and one sentence when they are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leads.errors import ExitCode, LeadsError

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]


def read(con: duckdb.DuckDBPyConnection, sql: str, *parameters: object) -> list[Row]:
    """The rows of a query, one dictionary a row, keys as the columns."""
    cursor = con.execute(sql, list(parameters))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, values, strict=False)) for values in cursor.fetchall()]


def has_table(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    """Whether the warehouse has this table or view."""
    sql = "select count(*) from information_schema.tables where table_schema = ? and table_name = ?"
    row = con.execute(sql, [schema, table]).fetchone()
    return bool(row and row[0])


def require_scores(con: duckdb.DuckDBPyConnection) -> None:
    """Raises LeadsError (NOT_FOUND) when the warehouse was never built."""
    if not (has_table(con, "marts", "lead_scores") and has_table(con, "marts", "lead_score_ledger")):
        raise LeadsError("The warehouse has no scores yet; run `leads build` first.", ExitCode.NOT_FOUND)
