"""What syncs have done comes back: their state is copied into the warehouse before a build, for the marts over it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import duckdb

from leads.base import sql
from leads.base.project_yaml import read_project_yaml
from leads.base.settings import PROJECT_DIR
from leads.base.warehouse import sync_state_of

SOURCES = PROJECT_DIR / "models/staging/sync/_sync__sources.yml"
SCHEMA = "sync"
STATE = "landed_state"
HELD = ("Conflicting lock", "Could not set lock")


@cache
def landed_tables(path: Path = SOURCES) -> dict[str, dict[str, str]]:
    """The tables of the state that dbt reads, by name: their columns with the types."""
    source = read_project_yaml(path)["sources"][0]
    return {
        table["name"]: {column["name"]: column["data_type"] for column in table["columns"]}
        for table in source["tables"]
    }


def land_state(con: duckdb.DuckDBPyConnection, warehouse: Path) -> str | None:
    """Copy the state beside a warehouse into its schema `sync`; empty tables where nothing was ever synced.

    con: the warehouse, open for writing. The state is open only meanwhile. While a sync holds it, what was copied before stays,
    and the answer is a sentence that says so; else None.
    """
    path = sync_state_of(warehouse)
    if not path.exists():
        land_attached(con, None)
        return None
    try:
        con.execute(f"attach {sql.text(str(path))} as {STATE} (read_only)")
    except duckdb.IOException as error:
        if not any(phrase in str(error) for phrase in HELD):
            raise
        return f"A sync is running: the marts of {SCHEMA}s say what was done before it; the next build has the rest."
    try:
        land_attached(con, STATE)
    finally:
        con.execute(f"detach {STATE}")
    return None


def land_attached(con: duckdb.DuckDBPyConnection, source: str | None) -> None:
    """The same from a state that is attached under this name; none: empty tables."""
    present = con.execute(
        "select table_name, column_name from duckdb_columns() where database_name = $1 and schema_name = $2",
        [source or "", SCHEMA],
    ).fetchall()
    con.begin()
    con.execute(f"create schema if not exists {SCHEMA}")
    for table, columns in landed_tables().items():
        shown = ", ".join(
            f"cast({sql.name(name) if (table, name) in present else 'null'} as {kind}) as {sql.name(name)}"
            for name, kind in columns.items()
        )
        is_there = any(table == name for name, _ in present)
        rows = f"from {source}.{SCHEMA}.{sql.name(table)}" if is_there else "limit 0"
        con.execute(f"create or replace table {SCHEMA}.{sql.name(table)} as select {shown} {rows}")
    con.commit()
