"""Searches bytes and tables for texts, and takes fingerprints of what must not change."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

import duckdb

CHUNK = 1 << 24


def hits_in_bytes(folders: Iterable[Path], texts: Iterable[str]) -> set[tuple[str, str]]:
    """(file, text) for every text that the bytes of a file below the folders hold, ignoring case, plain or percent-encoded."""
    wanted = {way.lower().encode(): text for text in texts for way in (text, quote(text, safe=""))}
    found = set()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                content = path.read_bytes().lower()
                found |= {(str(path), text) for way, text in wanted.items() if way in content}
    return found


def hits_in_tables(path: Path, texts: Iterable[str]) -> set[tuple[str, str]]:
    """(table.column, text) for every text that a column of any table or view contains, whatever its type and compression."""
    wanted = [(way.lower(), text) for text in texts for way in (text, quote(text, safe=""))]
    found = set()
    with duckdb.connect(str(path), read_only=True) as con:
        columns = con.execute(
            "select schema_name, table_name, column_name from duckdb_columns() semi join duckdb_tables() "
            "using (database_name, schema_name, table_name) where not internal"
        ).fetchall()
        for schema, table, column in columns:
            rows = con.execute(
                f"select distinct text from (select unnest($1::varchar[]) as way, unnest($2::varchar[]) as text) as wanted, "
                f'(select distinct lower(cast("{column}" as varchar)) as held from "{schema}"."{table}") as stored '
                "where contains(held, way)",
                [[way for way, _ in wanted], [text for _, text in wanted]],
            ).fetchall()
            found |= {(f"{schema}.{table}.{column}", text) for (text,) in rows}
    return found


def contents(path: Path, schemas: Iterable[str], keep: Iterable[str]) -> dict[str, list[str]]:
    """Table -> its rows as text, of tables in schemas with a lead_id and for the leads to keep, in order."""
    kept = list(keep)
    with duckdb.connect(str(path), read_only=True) as con:
        tables = con.execute(
            "select schema_name, table_name from duckdb_columns() semi join duckdb_tables() "
            "using (database_name, schema_name, table_name) "
            "where column_name = 'lead_id' and list_contains($1, schema_name) order by all",
            [list(schemas)],
        ).fetchall()
        return {
            f"{schema}.{table}": [
                row
                for (row,) in con.execute(
                    f'select cast(t as varchar) from "{schema}"."{table}" as t where list_contains($1, lead_id) order by all',
                    [kept],
                ).fetchall()
            ]
            for schema, table in tables
        }
