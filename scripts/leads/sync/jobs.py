"""Jobs that a destination works on by itself: known by their id before anything is uploaded, and asked about after a crash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import duckdb

from leads.base.clock import now
from leads.sync import state
from leads.sync.adapter import Call
from leads.sync.destination import BehindHttp
from leads.sync.reason import kept_reason

if TYPE_CHECKING:
    from leads.sync.wire import Wire

# What a job says of rows that were under way in its run, as if its answer had come then.
TOLD = """
    insert into sync.journal
    select
        coalesce((select max(entry_no) from sync.journal), 0) + 1, inflight.destination, inflight.lead_id,
        case when told.reason is null then 'acknowledged' else 'rejected' end, inflight.payload_hash, inflight.intent_id,
        told.reason, $moment, inflight.run_no
    from sync.inflight inner join (
        select unnest($leads::varchar[]) as lead_id, unnest($reasons::varchar[]) as reason
    ) as told on inflight.lead_id = told.lead_id
    where inflight.destination = $name and inflight.run_no = $run
"""


@dataclass(frozen=True)
class Jobs:
    """Those of one run: the rows of a job are answered in the journal before the next one starts, so that one is enough."""

    con: duckdb.DuckDBPyConnection
    destination: str
    run_no: int

    def started(self, job_id: str) -> None:
        """Known to the destination, and nothing uploaded yet."""
        self.con.begin()
        self._delete()
        self.con.execute(
            "insert into sync.jobs values ($1, $2, $3, $4)", [self.destination, job_id, self.run_no, now()]
        )
        self.con.commit()

    def forget(self) -> None:
        """All is answered."""
        self._delete()

    def _delete(self) -> None:
        self.con.execute("delete from sync.jobs where destination = $1", [self.destination])


def settle_jobs(con: duckdb.DuckDBPyConnection, destination: BehindHttp, wire: Wire, call: Call) -> None:
    """Ask about the jobs of runs that broke off; what they did is acknowledged or rejected. Raises Paused while one is worked on."""
    found = con.execute("select job_id, run_no from sync.jobs where destination = $1", [destination.name]).fetchall()
    for job_id, run_no in found:
        told = wire.told_by_job(call, job_id)
        con.begin()
        con.execute(
            TOLD,
            {
                "leads": list(told),
                "reasons": [None if reason is None else kept_reason(reason, wire.secrets) for reason in told.values()],
                "name": destination.name,
                "run": run_no,
                "moment": now(),
            },
        )
        con.execute("delete from sync.jobs where destination = $1 and job_id = $2", [destination.name, job_id])
        state.fold(con)
        con.commit()
