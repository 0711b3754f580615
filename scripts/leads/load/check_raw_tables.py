"""Refuses raw tables that somebody else has changed, before anything fills or reads them.

What is accepted: further columns, which nothing reads; JSON kept as text; a view that has every column of the contract.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from leads.base.contract import Column, Table, read_contract
from leads.base.errors import ExitCode, LeadsError

_COLUMNS = """
    select table_name, column_name, lower(data_type) from duckdb_columns()
    where database_name = current_database() and schema_name = 'raw' order by table_name, column_index
"""
_VIEWS = "select view_name from duckdb_views() where database_name = current_database() and schema_name = 'raw'"
# What the events that stand were read from, where raw.events does not have it any more.
_LATEST = (
    "select (select max(load_batch_id) from intermediate.int_events_deduplicated), max(_load_batch_id) from raw.events"
)


def check_raw_tables(con: duckdb.DuckDBPyConnection, tables: Iterable[Table]) -> None:
    """Compare what is there with the contract; missing tables and columns are no error, for they are made.

    Errors: BAD_INPUT naming table and column: another type, a required column or a column of a view that is missing.
    """
    present = raw_columns(con)
    views = raw_views(con)
    for table in tables:
        for column in table.columns if table.name in present else ():
            _check(table.name, column, present[table.name].get(column.name), table.name in views)


def check_views(con: duckdb.DuckDBPyConnection, names: Iterable[str]) -> None:
    """Refuse to load into a view. Errors: BAD_INPUT naming it."""
    for name in sorted(raw_views(con).intersection(names)):
        raise _refuse(f"raw.{name} is a view, so nothing can be loaded into it: load into the table it reads")


def check_increments(con: duckdb.DuckDBPyConnection) -> None:
    """Refuse an increment on raw.events from which something was taken that the events built before still hold.

    Errors: BAD_INPUT naming the column or the load that is gone.
    """
    query = "select column_name from duckdb_columns() where database_name = current_database() and table_name = ?"
    built = {name for (name,) in con.execute(query, ["int_events_deduplicated"]).fetchall()}
    present = raw_columns(con).get("events")
    if not built or present is None:
        return
    remedy = "bring it back, or run `leads build --full-refresh` to build without it"
    for name in sorted(built.intersection(read_contract()["events"].mappable) - set(present)):
        raise _refuse(f"raw.events has lost the column {name}, which the events built before still hold: {remedy}")
    standing, newest = con.execute(_LATEST).fetchone() or (None, None)
    if standing is not None and (newest is None or newest < standing):
        raise _refuse(
            f"raw.events has lost the rows of load {standing}, which the events built before still hold: {remedy}"
        )


def raw_columns(con: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """The type of each column by table, as they are; types in lower case."""
    found: dict[str, dict[str, str]] = {}
    for table, column, data_type in con.execute(_COLUMNS).fetchall():
        found.setdefault(table, {})[column] = data_type
    return found


def raw_views(con: duckdb.DuckDBPyConnection) -> set[str]:
    """The raw tables that are views."""
    return {name for (name,) in con.execute(_VIEWS).fetchall()}


def _check(table: str, column: Column, found: str | None, is_view: bool) -> None:
    if found is None and is_view:
        raise _refuse(
            f"The view raw.{table} lacks the column {column.name}: add `cast(null as {column.data_type}) as {column.name}` to it"
        )
    if found is None and column.is_required:
        raise _refuse(
            f"raw.{table} lacks the column {column.name}, which every row needs: bring it back, or remove the warehouse "
            "and load everything again"
        )
    if found is not None and found != column.data_type and (found, column.data_type) != ("varchar", "json"):
        change = f"cast it to {column.data_type} in the view" if is_view else _alter(table, column)
        raise _refuse(f"raw.{table}.{column.name} is of type {found} and not {column.data_type}: {change}")


def _alter(table: str, column: Column) -> str:
    return f"run `alter table raw.{table} alter {column.name} type {column.data_type}`"


def _refuse(problem: str) -> LeadsError:
    return LeadsError(f"{problem}.", ExitCode.BAD_INPUT)
