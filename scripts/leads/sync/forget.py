"""Erasure reaches the state of syncs, and says which destinations still hold the people."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb

from leads.base.warehouse import connect, sync_state_of

TABLES = ("ledger", "inflight", "rejects", "journal")


def destinations_of(warehouse: Path, lead_ids: Iterable[str]) -> dict[str, int]:
    """For each destination the number of these leads that it holds or may hold. Raises LeadsError (LOCKED) during a sync."""
    if not sync_state_of(warehouse).exists():
        return {}
    leads = sorted(set(lead_ids))
    with connect(sync_state_of(warehouse), read_only=True) as con:
        held = " union ".join(
            f"select destination, lead_id from sync.{table} where list_contains($1, lead_id)" for table in _present(con)
        )
        if not held:
            return {}
        return dict(
            con.execute(f"select destination, count(*) from ({held}) group by all order by all", [leads]).fetchall()
        )


def forget_leads(warehouse: Path, lead_ids: Iterable[str]) -> None:
    """Delete what the state knows of these leads; the bytes go when the file is written anew."""
    if not sync_state_of(warehouse).exists():
        return
    leads = sorted(set(lead_ids))
    with connect(sync_state_of(warehouse)) as con:
        con.begin()
        for table in _present(con):
            con.execute(f"delete from sync.{table} where list_contains($1, lead_id)", [leads])
        con.commit()


def _present(con: duckdb.DuckDBPyConnection) -> list[str]:
    rows = con.execute("select table_name from duckdb_tables() where schema_name = 'sync'").fetchall()
    return [table for table in TABLES if (table,) in rows]
