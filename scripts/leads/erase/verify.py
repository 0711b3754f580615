"""Searches every text of both files for erased people, whoever wrote it: an erasure says done only when nothing is found."""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

from leads.base.contract import Column, read_contract
from leads.base.errors import ExitCode, LeadsError
from leads.erase.tables import StoredTable, stored_tables
from leads.people.identifiers import KEYS, Identifier
from leads.people.mentions import Mentions
from leads.people.suppressions import found_in_keys, found_in_texts


def verify(con: duckdb.DuckDBPyConnection, databases: Iterable[str], mentions: Mentions) -> None:
    """Raises LeadsError (BUILD_FAILED) that names the first table and column in which a person is left.

    Texts are searched by the suppressions and, as far as they are known in this run, by names and telephone numbers.
    """
    keys = {
        column.name: column
        for table in read_contract().values()
        for column in table.columns
        if column.identifies in KEYS
    }
    for database in databases:
        for table in stored_tables(con, database):
            if table.schema != "erased":
                _verify(con, table, keys, mentions)


def _verify(con: duckdb.DuckDBPyConnection, table: StoredTable, keys: dict[str, Column], mentions: Mentions) -> None:
    in_texts = bool(found_in_texts(con, table.place, table.texts))
    for name in table.texts:
        key = keys.get(name)
        exact = {key} if key and (not key.identifies_when or table.schema == "raw") else set()
        found = {one for one in found_in_keys(con, table.place, exact) if not one.is_shared}
        is_mentioned = in_texts and bool(found_in_texts(con, table.place, [name]))
        if found or is_mentioned or mentions.texts(con, table.place, name):
            raise LeadsError(
                f"The erasure is not done: the column {name} of {table.shown} in {table.database} still names an erased "
                "person; correct or drop this table and run `leads erase --again`.",
                ExitCode.BUILD_FAILED,
            )


def recover(con: duckdb.DuckDBPyConnection, databases: Iterable[str]) -> set[Identifier]:
    """The suppressed identifiers that raw tables or any table with a lead_id still hold."""
    contract = read_contract()
    lead = contract["leads"].mappable["lead_id"]
    found: set[Identifier] = set()
    for database in databases:
        for table in stored_tables(con, database):
            if table.schema == "raw" and table.name in contract:
                columns = [column for column in contract[table.name].columns if column.name in table.types]
                found |= found_in_keys(con, table.place, [one for one in columns if one.identifies in KEYS])
                texts = [one.name for one in columns if one.identifies not in KEYS and one.name in table.texts]
                found |= found_in_texts(con, table.place, texts)
            elif table.schema != "erased" and lead.name in table.types:
                found |= found_in_keys(con, table.place, [lead])
    return found
