"""What syncs have done comes back: the state, copied into the warehouse before a build."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from typing import Any

import duckdb
import pytest
import yaml

from hubspot_server import HubSpotServer
from leads.base.settings import PROJECT_DIR
from leads.base.warehouse import connect, sync_state_of
from leads.build.land_state import SOURCES, land_state, landed_tables
from sync_place import Lead, Place


def land(place: Place) -> str | None:
    with connect(place.settings.warehouse) as con:
        return land_state(con, place.settings.warehouse)


def rows(place: Place, query: str) -> list[tuple[Any, ...]]:
    with connect(place.settings.warehouse, read_only=True) as con:
        return list(con.execute(query).fetchall())


def test_without_a_sync_the_tables_are_empty(place: Place) -> None:
    assert land(place) is None
    for table, columns in landed_tables().items():
        assert rows(place, f"select count(*) from sync.{table}") == [(0,)]
        found = rows(
            place, f"select column_name from duckdb_columns() where schema_name = 'sync' and table_name = '{table}'"
        )
        assert [name for (name,) in found] == list(columns)
    assert not sync_state_of(place.settings.warehouse).exists()


def test_what_was_sent_and_rejected_is_landed_and_replaced(place: Place, hubspot: HubSpotServer) -> None:
    place.publish([Lead("a", 1), Lead("b", 2)])
    hubspot.poisoned = {"b"}
    place.sync()
    assert land(place) is None
    assert rows(place, "select destination, lead_id, run_no from sync.ledger") == [("hubspot", "a", 1)]
    [(lead, attempts)] = rows(place, "select lead_id, attempts from sync.rejects")
    assert (lead, attempts) == ("b", 1)
    assert rows(place, "select outcome, planned, acknowledged, rejected from sync.runs") == [
        ("partly rejected", 2, 1, 1)
    ]
    hubspot.poisoned = set()
    place.sync(retry_rejected=True)
    land(place)
    assert rows(place, "select count(*) from sync.rejects union all select count(*) from sync.ledger") == [(0,), (2,)]


def test_a_state_of_an_earlier_version_is_landed_as_far_as_it_goes(place: Place) -> None:
    place.settings.warehouse.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect(str(sync_state_of(place.settings.warehouse))) as con:
        con.execute("create schema sync; create table sync.runs as select 7 as run_no, 'crm' as destination")
    land(place)
    assert rows(place, "select run_no, destination, outcome from sync.runs") == [(7, "crm", None)]
    assert rows(place, "select count(*) from sync.ledger") == [(0,)]


def test_every_column_that_is_landed_is_one_of_the_state(place: Place, hubspot: HubSpotServer) -> None:
    place.publish([Lead("a")])
    place.sync()
    kept = place.state("select table_name, column_name from duckdb_columns() where schema_name = 'sync'")
    assert {(table, column) for table, columns in landed_tables().items() for column in columns} <= set(kept)
    assert "payload_hash" not in str(yaml.safe_load(SOURCES.read_text(encoding="utf-8")))
    assert SOURCES.is_relative_to(PROJECT_DIR)


HOLDER = """
import sys, duckdb
con = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def test_while_a_sync_runs_what_was_landed_before_stays(place: Place, hubspot: HubSpotServer) -> None:
    place.publish([Lead("a")])
    place.sync()
    land(place)
    state = sync_state_of(place.settings.warehouse)
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(state)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        told = land(place)
        holder.communicate("")
    assert told and told.startswith("A sync is running: ")
    assert rows(place, "select lead_id from sync.ledger") == [("a",)]
    with state.with_name(state.name + ".lock").open("w") as free:
        fcntl.flock(free, fcntl.LOCK_EX | fcntl.LOCK_NB)  # landing takes no lock of a sync
    assert land(place) is None


@pytest.mark.parametrize("table", sorted(landed_tables()))
def test_no_personal_data_but_keys_is_landed(table: str) -> None:
    assert {"payload", "email", "payload_hash", "acknowledged_hash"}.isdisjoint(landed_tables()[table])
