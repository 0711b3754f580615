"""The state of `leads sync` in an erasure: what it knows of people goes, and which destinations hold them is said."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from leads.base import sql
from leads.base.warehouse import STORAGE_VERSION, connect, sync_state_of
from leads.people.identifiers import Identifier, create_forgotten

STATE = "sync_state"
HOLDING = ("ledger", "inflight", "rejects", "journal")


def attach_state(con: duckdb.DuckDBPyConnection, warehouse: Path) -> None:
    """Attach the state as `sync_state`, if anything was ever synced. Raises LeadsError (LOCKED) while a sync runs."""
    path = sync_state_of(warehouse)
    if path.exists():
        with connect(path):
            pass  # says who holds it
        con.execute(f"attach {sql.text(str(path))} as {STATE} (storage_version '{STORAGE_VERSION}')")


def has_state(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the state is attached."""
    return bool(con.execute("select 1 from duckdb_databases() where database_name = $1", [STATE]).fetchone())


def destinations_holding(con: duckdb.DuckDBPyConnection, identifiers: Iterable[Identifier]) -> tuple[str, ...]:
    """The destinations that hold one of these people, or may: what was rejected or on its way counts, too."""
    rows = con.execute(
        "select table_name from duckdb_tables() where database_name = $1 and schema_name = 'sync'", [STATE]
    ).fetchall()
    present = [table for table in HOLDING if (table,) in rows]
    if not present:
        return ()
    create_forgotten(con, identifiers)
    held = " union ".join(
        f"select destination from {STATE}.sync.{table} "
        "where lead_id in (select value from temp.forgotten where kind = 'lead_id')"
        for table in present
    )
    return tuple(name for (name,) in con.execute(f"select distinct destination from ({held}) order by 1").fetchall())
