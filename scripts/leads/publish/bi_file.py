"""The file for BI tools: the marts without e-mail addresses and names, people under a keyed hash."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from leads.base import sql
from leads.base.project_yaml import read_project_yaml
from leads.base.settings import PROJECT_DIR

MARTS = PROJECT_DIR / "models/marts"
EMAIL = r"[^\s@<>(),;:]+@[^\s@<>(),;:]+"
TREATMENTS = ("key", "left_out")


@cache
def bi_marts(folder: Path = MARTS) -> dict[str, dict[str, str | None]]:
    """The marts that BI gets, by name: their columns with what meta `bi` says (None: as it is).

    A mart or column marked `left_out` is not among them. Errors: ValueError for any other word.
    """
    found: dict[str, dict[str, str | None]] = {}
    for file in sorted(folder.rglob("*.yml")):
        for model in read_project_yaml(file)["models"]:
            if _treatment(model) != "left_out":
                columns = {column["name"]: _treatment(column) for column in model["columns"]}
                found[model["name"]] = {name: word for name, word in columns.items() if word != "left_out"}
    return found


def _treatment(node: dict[str, Any]) -> str | None:
    word = ((node.get("config") or {}).get("meta") or {}).get("bi")
    if word not in (None, *TREATMENTS):
        raise ValueError(f"{node['name']}: bi is {word!r}; write key or left_out, or nothing.")
    return word


def write_bi_file(con: duckdb.DuckDBPyConnection, source: str, target: str) -> int:
    """Copy the marts of one attached database to another; the number of tables. What is not described is not copied.

    con: a connection with the function keyed_hash (see leads.base.secret). Key columns become their keyed hash; in every
    other text, anything that looks like an e-mail address becomes `(e-mail)`.
    """
    con.execute(f"create schema {target}.marts")
    present = con.execute(
        "select table_name, column_name, data_type from duckdb_columns() where database_name = ? and schema_name = 'marts'",
        [source],
    ).fetchall()
    types = {(table, column): kind for table, column, kind in present}
    tables = {table for table, _ in types}
    copied = [(mart, columns) for mart, columns in bi_marts().items() if mart in tables]
    for mart, columns in copied:
        shown = [_shown(name, word, types[mart, name]) for name, word in columns.items() if (mart, name) in types]
        con.execute(
            f"create table {target}.marts.{sql.name(mart)} as select {', '.join(shown)} from {source}.marts.{sql.name(mart)}"
        )
    return len(copied)


def _shown(column: str, treatment: str | None, data_type: str) -> str:
    name = sql.name(column)
    if treatment == "key":
        return f"keyed_hash({name}) as {name}"
    if data_type in ("VARCHAR", "JSON"):
        return f"regexp_replace({name}::varchar, {sql.text(EMAIL)}, '(e-mail)', 'g') as {name}"
    return name
