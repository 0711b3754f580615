"""Takes people out of what no build computes again: the record of publications, the history of scores."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from leads.erase.tables import StoredTable, stored_tables
from leads.people.identifiers import Identifier, create_forgotten
from leads.people.mentions import Mentions

LEAD = "lead_id"
THEIRS = "where lead_id in (select value from temp.forgotten where kind = 'lead_id')"


def count_kept(con: duckdb.DuckDBPyConnection, database: str, identifiers: Iterable[Identifier]) -> dict[str, int]:
    """The rows that `forget_kept` would delete, by table; tables without any are left out."""
    create_forgotten(con, identifiers)
    counts = {}
    for table in _of_leads(con, database):
        row = con.execute(f"select count(*) from {table.place} {THEIRS}").fetchone()
        if row and row[0]:
            counts[table.shown] = int(row[0])
    return counts


def forget_kept(
    con: duckdb.DuckDBPyConnection, database: str, identifiers: Iterable[Identifier], key: bytes, reword: bool
) -> None:
    """Delete the rows of these people from every table with a lead_id, raw ones left out; reword: take out what other rows
    say of them. The caller holds the transaction. key: of the placeholders."""
    found = set(identifiers)
    create_forgotten(con, found)
    for table in _of_leads(con, database):
        con.execute(f"delete from {table.place} {THEIRS}")
    mentions = Mentions((one for one in found if one.is_telling), key)
    for table in stored_tables(con, database) if reword else []:
        if table.schema not in ("raw", "erased"):
            mentions.take_out(con, table.place, table.plain_texts)


def _of_leads(con: duckdb.DuckDBPyConnection, database: str) -> list[StoredTable]:
    return [table for table in stored_tables(con, database) if LEAD in table.types and table.schema != "raw"]
