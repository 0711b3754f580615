"""Within which an id is unique: calls and forms may both be numbered from 1.

An id lives in the namespace of its entry, by default the pattern of its files. Rows keep the namespace in which the warehouse has
them already: none, as a former version landed them, or that of an entry which has got another name since.
"""

from __future__ import annotations

import fnmatch

import duckdb

from leads.base import sql
from leads.base.contract import Table
from leads.load.mapping import Entry

NAMESPACE = "id_namespace"
# What makes two rows with the same id the same thing, whatever entry they came by.
CONTENT: dict[str, tuple[str, ...]] = {
    "events": ("event_type", "occurred_at", "lead_id", "anonymous_id", "email"),
    "sales_activities": ("activity_type", "occurred_at", "lead_id"),
    "opportunities": ("created_at", "lead_id"),
    "orders": ("ordered_at", "lead_id"),
    "survey_responses": ("occurred_at", "respondent_id"),
}


def id_of(table: Table) -> str | None:
    """The column of the id, None for a table whose ids need no namespace."""
    return table.columns[0].name if NAMESPACE in table.mappable else None


def namespace_value(
    con: duckdb.DuckDBPyConnection, entry: Entry, table: Table, rows: str, columns: tuple[str, ...], current: set[str]
) -> str:
    """SQL of the namespace of each of the rows, a relation called `landed` with these columns, that are about to land.

    current: the namespaces of the mapping's entries for the table.
    """
    column, own = id_of(table), entry.id_namespace
    assert column is not None
    literal = "null" if own is None else sql.text(own)
    others = [name for name in _namespaces(con, table) if name != own and (name is None or name not in current)]
    if not others:
        return literal
    same = " and ".join(
        f"landed.{sql.name(name)} is not distinct from held.{sql.name(name)}"
        for name in CONTENT[table.name]
        if name in columns
    )
    same = same or "false"
    held = ", ".join("null" if name is None else sql.text(name) for name in others)
    con.execute(
        f"create or replace temp table adopted as select held.{column} as id, max(held.{NAMESPACE}) as id_namespace "
        f"from {rows} as landed inner join raw.{table.name} as held on landed.{column} = held.{column} "
        f"where list_contains([{held}]::varchar[], held.{NAMESPACE}) is not false and ({same} or "
        f"held.{NAMESPACE} is null and list_contains({own_files(con, entry, table)}, held._source_file)) group by all"
    )
    adopted = f"(select any_value(adopted.id_namespace) from temp.adopted where adopted.id = landed.{column})"
    return f"case when landed.{column} in (select id from temp.adopted) then {adopted} else {literal} end"


def shared_ids(con: duckdb.DuckDBPyConnection, table: Table, source_file: str, batch_id: int) -> int:
    """How many ids of the rows of one file are those of other rows in another namespace."""
    column = id_of(table)
    if column is None or len(_namespaces(con, table)) < 2:
        return 0
    row = con.execute(
        f"select count(distinct held.{column}) from raw.{table.name} as held inner join raw.{table.name} as landed "
        f"on held.{column} = landed.{column} and held.{NAMESPACE} is distinct from landed.{NAMESPACE} "
        "where landed._source_file = ? and landed._load_batch_id = ?",
        [source_file, batch_id],
    ).fetchone()
    return int(row[0]) if row else 0


def _namespaces(con: duckdb.DuckDBPyConnection, table: Table) -> list[str | None]:
    return [name for (name,) in con.execute(f"select distinct {NAMESPACE} from raw.{table.name}").fetchall()]


def own_files(con: duckdb.DuckDBPyConnection, entry: Entry, table: Table) -> str:
    """The files that this entry has landed, as far as their names tell."""
    names = con.execute("select distinct source_file from raw.loaded_files where table_name = ?", [table.name])
    return sql.texts(name for (name,) in names.fetchall() if fnmatch.fnmatchcase(name, entry.files))
