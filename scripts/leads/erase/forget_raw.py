"""Takes people out of the raw tables: their rows, the rejected rows that mention them, what others' rows say of them."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from leads.base.contract import Table, read_contract
from leads.load.screen import delete_mentions, take_out
from leads.people.identifiers import Identifier, create_forgotten, is_theirs, text_columns
from leads.people.mentions import Mentions


def count_raw(con: duckdb.DuckDBPyConnection, identifiers: Iterable[Identifier], key: bytes) -> dict[str, int]:
    """The rows that `forget_raw` would delete, by raw table; tables without any are left out."""
    create_forgotten(con, identifiers)
    everywhere = _everywhere(identifiers, key)
    counts = {}
    for table in read_contract().values():
        condition = is_theirs(table)
        rejected = _rejected_columns(table)
        if condition:
            row = con.execute(f"select count(*) from raw.{table.name} where {condition}").fetchone()
            counts[table.name] = int(row[0]) if row else 0
        elif rejected:
            texts = [text for column in rejected for text in everywhere.texts(con, f"raw.{table.name}", column)]
            either = " or ".join(f"coalesce(list_contains($1, {column}), false)" for column in rejected)
            row = con.execute(f"select count(*) from raw.{table.name} where {either}", [texts]).fetchone()
            counts[table.name] = int(row[0]) if row else 0
    return {name: number for name, number in counts.items() if number}


def forget_raw(con: duckdb.DuckDBPyConnection, identifiers: Iterable[Identifier], key: bytes) -> None:
    """Delete and reword. The caller holds the transaction. key: of the placeholders."""
    found = set(identifiers)
    mentions = Mentions((one for one in found if one.is_telling), key)
    everywhere = _everywhere(found, key)
    for table in read_contract().values():
        take_out(con, f"raw.{table.name}", table, text_columns(table), mentions, found)
        delete_mentions(con, f"raw.{table.name}", _rejected_columns(table), everywhere)


def _everywhere(identifiers: Iterable[Identifier], key: bytes) -> Mentions:
    """A rejected row is searched for short ids, too: one of another person lost is a smaller harm than one of theirs kept."""
    return Mentions((one for one in identifiers if one.is_telling or (one.kind == "lead_id")), key)


def _rejected_columns(table: Table) -> list[str]:
    return [column.name for column in table.columns if column.identifies == "words"]
