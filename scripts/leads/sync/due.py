"""Whether a sync would have anything to do, without planning it."""

from __future__ import annotations

import duckdb

from leads.base.clock import now
from leads.base.settings import Settings
from leads.base.warehouse import connect, sync_state_of
from leads.publish.layout import ANALYSTS, Layout
from leads.sync.destination import CsvFile
from leads.sync.destination_base import Destination
from leads.sync.guards import COMPLETE
from leads.sync.payload import mapping_hash

UNSETTLED = """
    select exists (from sync.journal) or exists (from sync.inflight where destination = $name)
        or exists (from sync.rejects where destination = $name and retry_at <= $moment)
"""
LAST = (
    "select generation, mapping_hash, outcome in {} from sync.runs where destination = $1 order by run_no desc limit 1"
)


def is_due(settings: Settings, destination: Destination) -> bool:
    """False only when the last run of a destination sent all of what is published, by the same mapping, and nothing of it is on
    its way or to be tried again by now."""
    if isinstance(destination, CsvFile) and not (settings.project_dir / destination.path).exists():
        return True
    state, served = sync_state_of(settings.warehouse), Layout(settings.warehouse).served(ANALYSTS)
    if not state.exists() or not served.exists():
        return True
    with connect(served, read_only=True) as con:
        generation = con.execute("select generation from main.publication").fetchone()
    with connect(state, read_only=True) as con:
        try:
            last = con.execute(LAST.format(COMPLETE), [destination.name]).fetchone()
            unsettled = con.execute(UNSETTLED, {"name": destination.name, "moment": now()}).fetchone()
        except duckdb.CatalogException:  # the file of a warehouse that was never synced
            return True
    is_of_this = last is not None and generation is not None
    return not is_of_this or last != (*(generation or ()), mapping_hash(destination), True) or unsettled != (False,)
