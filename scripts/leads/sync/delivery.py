"""Sending the plan, batch by batch: intent, request, answer; halves where one row spoils the rest."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import duckdb

from leads.sync.adapter import Adapter, Answer, BatchRefused, Paused, Request, Row, Stopped, require_whole
from leads.sync.destination import Destination
from leads.sync.guards import check_rejects
from leads.sync.http import now
from leads.sync.reason import kept_reason

Send = Callable[[Request, Sequence[Row]], Answer]
ALIKE = """
    insert into sync.journal
    select $entry, $name, lead_id, $event, payload_hash, intent_id, null, $moment, $run from plan
    where position >= $first and position < $last
"""
ANSWERED = """
    insert into sync.journal
    select
        $entry, $name, plan.lead_id, case when rejected.lead_id is null then 'acknowledged' else 'rejected' end,
        plan.payload_hash, plan.intent_id, rejected.reason, $moment, $run
    from plan left join (
        select unnest($leads::varchar[]) as lead_id, unnest($reasons::varchar[]) as reason
    ) as rejected on plan.lead_id = rejected.lead_id
    where position >= $first and position < $last
"""


@dataclass
class Tally:
    """What became of the rows of a run so far, and the last reason of a rejection."""

    acknowledged: int = 0
    rejected: int = 0
    last_reason: str = ""


@dataclass
class Journal:
    """Appends to sync.journal, each time in one statement and so in one transaction; an entry covers the rows of some positions."""

    con: duckdb.DuckDBPyConnection
    destination: str
    run_no: int
    _entry: int = 0

    def sent(self, first: int, last: int) -> None:
        """Before the request: the rows are on their way."""
        self._write(ALIKE, first, last, {"event": "sent"})

    def answered(self, first: int, last: int, rejected: dict[str, str]) -> None:
        """After it: what became of them."""
        if rejected:
            more = {"leads": list(rejected), "reasons": list(rejected.values())}
            self._write(ANSWERED, first, last, more)
        else:
            self._write(ALIKE, first, last, {"event": "acknowledged"})

    def withdrawn(self, first: int, last: int) -> None:
        """They are known not to have arrived: the next run may send them."""
        self._write(ALIKE, first, last, {"event": "withdrawn"})

    def _write(self, statement: str, first: int, last: int, more: Mapping[str, str | list[str]]) -> None:
        self._entry += 1
        given = {"entry": self._entry, "name": self.destination, "run": self.run_no, "moment": now()}
        self.con.execute(statement, {**given, "first": first, "last": last, **more})


@dataclass
class Delivery:
    """One run over the table `plan`. send: makes a request and reads its answer. is_forced: the reject rate stops nothing."""

    destination: Destination
    adapter: Adapter
    journal: Journal
    send: Send
    secrets: Sequence[str] = ()
    is_forced: bool = False
    advance: Callable[[int], None] = lambda _: None
    tally: Tally = field(default_factory=Tally)

    def run(self, planned: int) -> None:
        """Send everything planned. Raises what `send` raises but BatchRefused, and LeadsError when too much is rejected."""
        for first in range(0, planned, self.adapter.batch_size):
            last = min(first + self.adapter.batch_size, planned)
            self.journal.sent(first, last)
            self._deliver(first, self._rows(first, last))

    def _deliver(self, first: int, rows: Sequence[Row]) -> None:
        try:
            answer = self.send(self.adapter.encode(rows), rows)
            require_whole(answer, rows)
        except BatchRefused as refused:
            if len(rows) > 1:
                middle = len(rows) // 2
                self._deliver(first, rows[:middle])
                self._deliver(first + middle, rows[middle:])
                return
            answer = Answer(frozenset(), {rows[0].lead_id: str(refused)})
        except (Paused, Stopped) as stop:
            if not self.adapter.is_idempotent and not stop.may_have_arrived:
                self.journal.withdrawn(first, first + len(rows))
            raise
        rejected = {lead: kept_reason(reason, self.secrets) for lead, reason in answer.rejected.items()}
        self.journal.answered(first, first + len(rows), rejected)
        self.tally.acknowledged += len(answer.acknowledged)
        self.tally.rejected += len(rejected)
        self.advance(len(rows))
        if rejected:
            self.tally.last_reason = next(reversed(rejected.values()))
        if rejected and not self.is_forced:
            sent = self.tally.acknowledged + self.tally.rejected
            check_rejects(self.destination, sent, self.tally.rejected, self.tally.last_reason)

    def _rows(self, first: int, last: int) -> list[Row]:
        found = self.journal.con.execute(
            "select lead_id, intent_id, payload from plan where position >= $1 and position < $2 order by position",
            [first, last],
        ).fetchall()
        return [Row(lead, intent, json.loads(payload, parse_float=Decimal)) for lead, intent, payload in found]
