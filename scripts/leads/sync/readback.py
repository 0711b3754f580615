"""What a destination holds, beside what it should: who changed something there by hand is seen, and only that is sent again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from leads.sync.adapter import Adapter, Call, Readable, Row
from leads.sync.delivery import rows_of

EQUAL = """
    delete from plan where kind = 'again' and lead_id in (select unnest($1::varchar[]))
"""
RENUMBERED = """
    create or replace temp table plan as
    select * replace (row_number() over (order by position) - 1 as position) from plan
"""


@dataclass(frozen=True)
class Drift:
    """A field that is not there as it was acknowledged. held: what is there; field None: the lead itself is not there."""

    lead_id: str
    field: str | None
    held: Any
    ours: Any


def read_back(con: duckdb.DuckDBPyConnection, adapter: Adapter, call: Call) -> tuple[list[Drift], int]:
    """Ask for every row that is planned only because all were wanted; those that are there as acknowledged leave the table
    `plan`. What differs, and how many left; nothing for a destination that cannot be read."""
    if not isinstance(adapter, Readable):
        return [], 0
    found: list[Drift] = []
    equal: list[str] = []
    asked = "select position from plan where kind = 'again' and acknowledged_hash = payload_hash order by position"
    positions = [position for (position,) in con.execute(asked).fetchall()]
    for start in range(0, len(positions), adapter.batch_size):
        rows = rows_of(con, positions[start : start + adapter.batch_size])
        drifts = list(_drifts(adapter, call, rows))
        found += drifts
        differing = {drift.lead_id for drift in drifts}
        equal += [row.lead_id for row in rows if row.lead_id not in differing]
    if equal:
        con.execute(EQUAL, [equal])
        con.execute(RENUMBERED)
    return found, len(equal)


def _drifts(adapter: Readable, call: Call, rows: Sequence[Row]) -> Iterable[Drift]:
    held = adapter.held(call, rows)
    for row in rows:
        there = held.get(row.lead_id)
        if there is None:
            yield Drift(row.lead_id, None, None, None)
            continue
        for name, ours in adapter.as_held(row).items():
            if there.get(name) != ours:
                yield Drift(row.lead_id, name, there.get(name), ours)
