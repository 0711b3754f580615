"""Creates what the contract asks for and the warehouse lacks; tables that hold rows keep them."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from leads.load import sql
from leads.load.contract import Table


def create_raw_tables(con: duckdb.DuckDBPyConnection, tables: Iterable[Table]) -> None:
    """Create the schema `raw`, its missing tables and their missing columns."""
    con.execute("create schema if not exists raw")
    present = set(
        con.execute(
            "select table_name, column_name from duckdb_columns() "
            "where database_name = current_database() and schema_name = 'raw'"
        ).fetchall()
    )
    existing = {name for name, _ in present}
    for table in tables:
        place = f"raw.{sql.name(table.name)}"
        columns = [f"{sql.name(column.name)} {column.data_type}" for column in table.columns]
        if table.name not in existing:
            con.execute(f"create table {place} ({', '.join(columns)})")
            continue
        for column, definition in zip(table.columns, columns, strict=True):
            if (table.name, column.name) not in present:
                con.execute(f"alter table {place} add column {definition}")
