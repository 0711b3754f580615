"""What stays of an erasure: its number, its times, counts, and the suppressions. In the record, which outlives the warehouse."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timezone

import duckdb

from leads.base.secret import keyed_hash
from leads.people.identifiers import EVER, KEYS, NEVER, Identifier
from leads.people.suppressions import (
    CHECK,
    UNNESTED,
    Suppression,
    in_columns,
    kept_in,
    require_key,
    suppressions_for,
)

TABLES = """
    create schema if not exists record.erased;
    create table if not exists record.erased.suppressions (
        kind varchar not null, hash varchar not null, is_shared boolean not null, tombstone_no bigint not null
    );
    alter table record.erased.suppressions add column if not exists held_from date;
    alter table record.erased.suppressions add column if not exists held_to date;
    create table if not exists record.erased.tombstones (
        tombstone_no bigint not null primary key, lead_count bigint not null, begun_at timestamp not null,
        finished_at timestamp
    );
    create table if not exists record.erased.removed_rows (
        tombstone_no bigint not null, table_name varchar not null, row_count bigint not null
    );
"""


def create_tombstones(con: duckdb.DuckDBPyConnection) -> None:
    """Create the tables of erasures in the attached record, where they are missing."""
    con.execute(TABLES)


def read_suppressions(con: duckdb.DuckDBPyConnection, key: bytes) -> list[Suppression]:
    """All suppressions, none before the first erasure. Raises LeadsError (USAGE) for another key than theirs."""
    if not _has_tombstones(con):
        return []
    found = kept_in(con, "record.erased.suppressions")
    require_key(found, key)
    return [one for one in found if one.kind != CHECK]


def begin(con: duckdb.DuckDBPyConnection, identifiers: Iterable[Identifier], counts: dict[str, int], key: bytes) -> int:
    """Write suppressions and an unfinished tombstone; its number. The caller holds the transaction."""
    row = con.execute("select coalesce(max(tombstone_no), 0) + 1 from record.erased.tombstones").fetchone()
    number = int(row[0]) if row else 1
    theirs = [one for one in identifiers if one.kind in KEYS]
    leads = sum(one.kind == "lead_id" for one in theirs)
    con.execute("insert into record.erased.tombstones values ($1, $2, $3, null)", [number, leads, _now()])
    rows = [Suppression(CHECK, keyed_hash(key, CHECK), False)]
    rows += [row for one in sorted(theirs) for row in suppressions_for(one, key)]
    con.execute(
        "insert into record.erased.suppressions (kind, hash, is_shared, held_from, held_to, tombstone_no) "
        f"select given.*, $6 from ({UNNESTED}) as given anti join record.erased.suppressions as kept "
        "on given.kind = kept.kind and given.hash = kept.hash and given.is_shared = kept.is_shared "
        f"and given.held_from = coalesce(kept.held_from, date '{EVER}') "
        f"and given.held_to = coalesce(kept.held_to, date '{NEVER}')",
        [*in_columns(rows), number],
    )
    for table, removed in sorted(counts.items()):
        con.execute("insert into record.erased.removed_rows values ($1, $2, $3)", [number, table, removed])
    return number


def is_unfinished(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether an erasure was begun and did not come to its end."""
    if not _has_tombstones(con):
        return False
    return bool(con.execute("select 1 from record.erased.tombstones where finished_at is null limit 1").fetchall())


def finish(con: duckdb.DuckDBPyConnection) -> None:
    """Note that every erasure begun is done."""
    con.execute("update record.erased.tombstones set finished_at = $1 where finished_at is null", [_now()])


def _has_tombstones(con: duckdb.DuckDBPyConnection) -> bool:
    query = "select 1 from duckdb_tables() where database_name = 'record' and schema_name = 'erased'"
    return bool(con.execute(query).fetchall())


def _now() -> datetime:
    return datetime.now(timezone.utc).replace(tzinfo=None, microsecond=0)
