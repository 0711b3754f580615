"""The tables of a database with their columns, whatever made them."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from leads.base import sql

TEXTUAL = ("VARCHAR", "JSON", "ENUM", "BLOB", "UNION")


@dataclass(frozen=True)
class StoredTable:
    """A table with rows of its own. texts: columns that may hold text, nested ones too; types: type of every column."""

    database: str
    schema: str
    name: str
    types: dict[str, str]

    @property
    def place(self) -> str:
        """Its name in SQL."""
        return ".".join(map(sql.name, (self.database, self.schema, self.name)))

    @property
    def shown(self) -> str:
        """Its name as users know it."""
        return f"{self.schema}.{self.name}"

    @property
    def texts(self) -> list[str]:
        """The columns that may hold text, nested ones too."""
        return [name for name, kind in self.types.items() if any(word in kind for word in TEXTUAL)]

    @property
    def plain_texts(self) -> list[str]:
        """The columns whose values are texts."""
        return [name for name, kind in self.types.items() if kind in ("VARCHAR", "JSON")]


def stored_tables(con: duckdb.DuckDBPyConnection, database: str) -> list[StoredTable]:
    """The tables of an attached database, views left out, by schema and name."""
    rows = con.execute(
        "select schema_name, table_name, column_name, data_type from duckdb_columns() "
        "semi join duckdb_tables() using (database_name, schema_name, table_name) "
        "where database_name = $1 and not internal order by schema_name, table_name, column_index",
        [database],
    ).fetchall()
    found: dict[tuple[str, str], dict[str, str]] = {}
    for schema, table, column, kind in rows:
        found.setdefault((schema, table), {})[column] = kind
    return [StoredTable(database, schema, table, types) for (schema, table), types in found.items()]
