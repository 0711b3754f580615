"""What a sync would do: differences field by field, requests and minutes; nothing is sent and nothing written."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import Any

import duckdb

from leads.base import sql
from leads.base.errors import LeadsError
from leads.base.settings import Settings
from leads.publish.layout import ANALYSTS, Layout
from leads.sync import state
from leads.sync.csv_file import for_file
from leads.sync.destination import BehindHttp, CsvFile, Known
from leads.sync.guards import check_plan
from leads.sync.payload import column_types, payload_query
from leads.sync.plan import Choice, Counts
from leads.sync.readback import Drift
from leads.sync.run import compare, prepare
from leads.sync.wire import connected, wire_of

SAMPLE = 5
USUAL_SECONDS = 0.3  # of a request, before any run has told


@dataclass(frozen=True)
class Difference:
    """One field of a lead. before: as it was acknowledged; None when no kept generation holds that any more."""

    lead_id: str
    field: str
    before: Any
    after: Any
    is_before_known: bool


@dataclass(frozen=True)
class Preview:
    """refusal: the sentence of the guard that would stop the run, if any. drifts: what a full run finds changed there."""

    counts: Counts
    differences: list[Difference]
    requests: int
    minutes: float
    refusal: str | None
    drifts: list[Drift]


def preview(settings: Settings, destination: Known, choice: Choice) -> Preview:
    """Plan without a trace; for a full run the destination is read, where it can be. Raises LeadsError as `sync` does, but for
    guards, which are told of."""
    wire = None if isinstance(destination, CsvFile) else wire_of(destination)
    if isinstance(destination, CsvFile):
        choice = for_file(settings, destination, choice)
    with state.opened(settings.warehouse, changes_nothing=True) as con:
        counts, source = prepare(con, settings, destination, choice, wire is None or wire.adapter.is_idempotent)
        drifts: list[Drift] = []
        if choice.is_full and wire and not isinstance(destination, CsvFile):
            with connected(destination, wire, 0) as link:
                counts, drifts = compare(con, wire, link, counts)
        refusal = None
        try:
            check_plan(con, destination, source, counts)
        except LeadsError as error:
            refusal = str(error)
        requests = math.ceil(counts.planned / wire.for_rows(counts.planned).batch_size) if wire else 0
        seconds = 0.0 if isinstance(destination, CsvFile) else requests * _seconds_each(con, destination)
        return Preview(counts, _differences(con, settings, destination), requests, seconds / 60, refusal, drifts)


def _seconds_each(con: duckdb.DuckDBPyConnection, destination: BehindHttp) -> float:
    """Seconds of a request: as in the last runs, but not faster than the limits allow."""
    row = con.execute(
        "select avg(epoch(ended_at - started_at) / requests) from ("
        "select * from sync.runs where destination = $1 and requests > 0 and ended_at is not null order by run_no desc limit 5)",
        [destination.name],
    ).fetchone()
    found = row[0] if row and row[0] is not None else USUAL_SECONDS
    return max(float(found), destination.limits.seconds / destination.limits.requests)


def _differences(con: duckdb.DuckDBPyConnection, settings: Settings, destination: Known) -> list[Difference]:
    changed = con.execute(
        "select lead_id, payload, acknowledged_hash from plan where kind = 'changed' order by position limit $1",
        [SAMPLE],
    ).fetchall()
    hashes = {lead: acknowledged for lead, _, acknowledged in changed}
    before = _as_acknowledged(con, settings, destination, hashes)
    found = []
    for lead, payload, _ in changed:
        new, old = json.loads(payload), before.get(lead)
        for field, value in new.items():
            if old is None or old.get(field) != value:
                found.append(Difference(lead, field, old.get(field) if old else None, value, old is not None))
    return found


def _as_acknowledged(
    con: duckdb.DuckDBPyConnection, settings: Settings, destination: Known, hashes: dict[str, str]
) -> dict[str, dict[str, Any]]:
    """The rows that have these hashes, in the generations that are kept: the state itself holds no values."""
    layout = Layout(settings.warehouse)
    found: dict[str, dict[str, Any]] = {}
    for number in reversed(layout.numbers()):
        missing = hashes.keys() - found.keys()
        if not missing:
            break
        path = layout.file_in(layout.generation(number), ANALYSTS)
        con.execute(f"attach {sql.text(str(path))} as earlier (read_only)")
        try:
            query = payload_query(destination, column_types(con, destination, "earlier"), "earlier")
            rows = con.execute(
                f"select * from ({query}) where list_contains($1, lead_id)", [sorted(missing)]
            ).fetchall()
            found |= {lead: json.loads(payload) for lead, payload, digest in rows if digest == hashes[lead]}
        except LeadsError:
            pass  # a generation of before the model or a column of it holds nothing to compare with
        finally:
            con.execute("detach earlier")
    return found
