"""Reads the published tables: rows as dictionaries, and one sentence when they are not there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Any

from leads.base.errors import ExitCode, LeadsError
from leads.base.on_disk import is_there
from leads.base.settings import Settings
from leads.base.time_zone import business_date
from leads.base.warehouse import connect

if TYPE_CHECKING:
    import duckdb

Row = dict[str, Any]


@contextmanager
def reading(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open the warehouse for reading. Raises LeadsError (NOT_FOUND) that says how to make or name one."""
    if not is_there(settings.warehouse):
        name = settings.example
        remedy = (
            f"run `leads --example {name} load examples/{name}` first"
            if name
            else "run `leads load` first, or name one with --warehouse or --example"
        )
        raise LeadsError(f"There is no warehouse {settings.shown(settings.warehouse)}: {remedy}.", ExitCode.NOT_FOUND)
    with connect(settings.warehouse, read_only=True) as con:
        yield con


def read(con: duckdb.DuckDBPyConnection, sql: str, *parameters: object, **named: object) -> list[Row]:
    """The rows of a query with parameters by place or by name, one dictionary a row, keys as the columns."""
    cursor = con.execute(sql, named or list(parameters))
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, values, strict=False)) for values in cursor.fetchall()]


def has_table(con: duckdb.DuckDBPyConnection, schema: str, table: str) -> bool:
    """Whether the warehouse has this table or view."""
    sql = "select count(*) from information_schema.tables where table_schema = ? and table_name = ?"
    row = con.execute(sql, [schema, table]).fetchone()
    return bool(row and row[0])


def built_on(con: duckdb.DuckDBPyConnection) -> date | None:
    """The as-of date of the scores; None when there is none to read."""
    for schema, table, column in (
        ("marts", "lead_scores", "as_of_date"),
        ("intermediate", "int_score_dates", "known_on"),  # holds the date of a build without leads
    ):
        if has_table(con, schema, table):
            found: date | None = read(con, f"select max({column}) as latest from {schema}.{table}")[0]["latest"]
            if found:
                return found
    return None


def why_no_leads(con: duckdb.DuckDBPyConnection, time_zone: str) -> str | None:
    """Why the scores hold no lead and what to do, as one sentence; None when they hold some."""
    if read(con, "select 1 from marts.lead_scores limit 1"):
        return None
    earliest = None
    if has_table(con, "raw", "leads"):
        loaded_on = business_date("min(loaded_at)", time_zone)
        earliest = read(con, f"select {loaded_on} as earliest from raw.leads")[0]["earliest"]
    if not earliest:
        return "There are no leads yet; run `leads load` and `leads build`."
    built = built_on(con)
    if built and earliest > built:
        return (
            f"No lead had been loaded by {built}: the earliest loaded_at is {earliest}; "
            "map loaded_at or build for a later date."
        )
    return "The last build found no lead, but raw.leads holds some; run `leads build`."


def require_scores(con: duckdb.DuckDBPyConnection, time_zone: str) -> None:
    """Raises LeadsError (NOT_FOUND) when the warehouse was never built, or built without leads."""
    if not (has_table(con, "marts", "lead_scores") and has_table(con, "marts", "lead_score_ledger")):
        raise LeadsError("The warehouse has no scores yet; run `leads build` first.", ExitCode.NOT_FOUND)
    missing = why_no_leads(con, time_zone)
    if missing:
        raise LeadsError(missing, ExitCode.NOT_FOUND)
