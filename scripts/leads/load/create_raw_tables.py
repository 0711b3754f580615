"""Creates what the contract asks for and the warehouse lacks; tables that hold rows keep them."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from leads.base import sql
from leads.base.contract import Table
from leads.load.check_raw_tables import check_increments, check_raw_tables, raw_columns


def create_raw_tables(con: duckdb.DuckDBPyConnection, tables: Iterable[Table]) -> None:
    """Create the schema `raw`, its missing tables and their missing columns.

    Errors: BAD_INPUT when what is there does not agree with the contract.
    """
    con.execute("create schema if not exists raw")
    tables = list(tables)
    check_raw_tables(con, tables)
    check_increments(con)  # before a column that was taken away is made again, empty
    present = raw_columns(con)
    for table in tables:
        place = f"raw.{sql.name(table.name)}"
        columns = [f"{sql.name(column.name)} {column.data_type}" for column in table.columns]
        if table.name not in present:
            con.execute(f"create table {place} ({', '.join(columns)})")
            continue
        for column, definition in zip(table.columns, columns, strict=True):
            if column.name not in present[table.name]:
                con.execute(f"alter table {place} add column {definition}")
