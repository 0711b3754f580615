"""Keeps erased people out on the way in: their rows are not landed, and what others say of them is taken out."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from leads.base import sql
from leads.base.contract import Table
from leads.base.secret import key_for
from leads.load.row_query import RowQuery
from leads.people.identifiers import Identifier, create_forgotten, is_mention, is_theirs, key_columns, text_columns
from leads.people.mentions import Mentions
from leads.people.suppressions import (
    PLACEHOLDER,
    PURPOSE,
    create_suppressed,
    found_in_keys,
    found_in_texts,
    suppressions_of,
)

ROWS = "temp.screened"


@dataclass(frozen=True)
class Screen:
    """Screens the files of one load by the temporary table `suppressed` of its connection.

    placeholder_key: the key of the words that replace a mention.
    """

    placeholder_key: bytes

    def rows(self, con: duckdb.DuckDBPyConnection, table: Table, query: RowQuery) -> tuple[RowQuery, int]:
        """The rows without those of erased people, and the number of these. Nothing of them has reached the warehouse."""
        keys = key_columns(table)
        missing = [f"null::varchar as {sql.name(key.name)}" for key in keys if key.name not in query.columns]
        con.execute(
            f"create or replace temp table screened as select {', '.join(['*', *missing])} from {query.relation}"
        )
        texts = [name for name in text_columns(table) if name in query.columns]
        found = found_in_keys(con, ROWS, keys) | found_in_texts(con, ROWS, texts)
        removed = 0
        if found:
            removed = take_out(
                con, ROWS, table, texts, Mentions(filter(_is_telling, found), self.placeholder_key), found
            )
        return replace(query, relation=ROWS), removed

    def rejects(self, con: duckdb.DuckDBPyConnection) -> int:
        """Delete the located records whose text mentions an erased person, be it by a short id; the number of these."""
        found = found_in_texts(con, "temp.located", ["raw_text"], with_short=True)
        return delete_mentions(con, "temp.located", ["raw_text"], Mentions(found, self.placeholder_key))


def open_screen(con: duckdb.DuckDBPyConnection, warehouse: Path) -> Screen | None:
    """The screen of a load into a warehouse; None where nobody was ever erased, which needs no secret and costs nothing.

    Raises LeadsError (USAGE) without the secret of the erasures.
    """
    suppressions = suppressions_of(warehouse)
    if not suppressions:
        return None
    create_suppressed(con, suppressions, key_for(PURPOSE))
    return Screen(key_for(PLACEHOLDER))


def take_out(
    con: duckdb.DuckDBPyConnection,
    relation: str,
    table: Table,
    texts: list[str],
    mentions: Mentions,
    found: set[Identifier],
) -> int:
    """Delete from a relation with the columns of a raw table the rows of the people found, and what other rows tell of them.

    texts: the columns to look for mentions in. Returns the number of rows deleted.
    """
    create_forgotten(con, found)
    theirs = is_theirs(table)
    removed = con.execute(f"delete from {relation} where {theirs}").fetchone() if theirs else None
    for key in key_columns(table) if table.is_of_first else []:
        con.execute(f"update {relation} set {sql.name(key.name)} = null where {is_mention(key)}")
    mentions.take_out(con, relation, texts)
    return int(removed[0]) if removed else 0


def delete_mentions(con: duckdb.DuckDBPyConnection, relation: str, columns: list[str], mentions: Mentions) -> int:
    """Delete the rows of a relation of which one of the columns mentions somebody; the number of these."""
    removed = 0
    for column in columns:
        texts = mentions.texts(con, relation, column)
        row = con.execute(f"delete from {relation} where list_contains($1, {sql.name(column)})", [texts]).fetchone()
        removed += int(row[0]) if row else 0
    return removed


def _is_telling(identifier: Identifier) -> bool:
    return identifier.is_telling
