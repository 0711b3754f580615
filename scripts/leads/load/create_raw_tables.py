"""Creates what the contract asks for and the warehouse lacks; tables that hold rows keep them."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from leads.load import sql
from leads.load.contract import Table


def create_raw_tables(con: duckdb.DuckDBPyConnection, tables: Iterable[Table]) -> None:
    """Create the schema `raw`, its missing tables and their missing columns."""
    con.execute("create schema if not exists raw")
    for table in tables:
        columns = ", ".join(f"{sql.name(column.name)} {column.data_type}" for column in table.columns)
        con.execute(f"create table if not exists raw.{sql.name(table.name)} ({columns})")
        present = con.execute(
            "select column_name from duckdb_columns() "
            "where database_name = current_database() and schema_name = 'raw' and table_name = ?",
            [table.name],
        ).fetchall()
        for column in table.columns:
            if (column.name,) not in present:
                con.execute(
                    f"alter table raw.{sql.name(table.name)} add column {sql.name(column.name)} {column.data_type}"
                )
