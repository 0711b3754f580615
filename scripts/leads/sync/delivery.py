"""Sending the plan, window by window: intents, requests, answers; halves where one row spoils the rest."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal

import duckdb

from leads.base.clock import now
from leads.sync.adapter import Adapter, Answer, BatchRefused, Call, Paused, Row, Stopped, require_whole
from leads.sync.destination_base import Remote
from leads.sync.guards import check_rejects
from leads.sync.reason import kept_reason

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


@dataclass(frozen=True)
class Outcome:
    """What is known of the rows at some positions. rejected: reasons by lead; is_withdrawn: they surely did not arrive."""

    first: int
    last: int
    rejected: Mapping[str, str] = field(default_factory=dict)
    is_withdrawn: bool = False


@dataclass
class Journal:
    """Appends to sync.journal, each time in one statement and so in one transaction; an entry covers the rows of some positions."""

    con: duckdb.DuckDBPyConnection
    destination: str
    run_no: int
    _entry: int = 0

    def sent(self, first: int, last: int) -> None:
        """Before the request: the rows are on their way."""
        self._write([Outcome(first, last)], "sent")

    def answered(self, outcomes: Sequence[Outcome]) -> None:
        """After it: what became of them. Withdrawn are those that the next run may send."""
        if outcomes:
            self._write(outcomes, "acknowledged")

    def _write(self, outcomes: Sequence[Outcome], event: str) -> None:
        self._entry += 1
        ranges = list(_ranges(outcomes))
        if len(ranges) == 1:
            self._append(ranges[0], event)
            return
        self.con.begin()
        for one in ranges:
            self._append(one, event)
        self.con.commit()

    def _append(self, one: Outcome, event: str) -> None:
        given = {"entry": self._entry, "name": self.destination, "run": self.run_no, "moment": now()}
        given |= {"first": one.first, "last": one.last}
        if one.rejected:
            self.con.execute(ANSWERED, {**given, "leads": list(one.rejected), "reasons": list(one.rejected.values())})
        else:
            self.con.execute(ALIKE, {**given, "event": "withdrawn" if one.is_withdrawn else event})


def _ranges(outcomes: Sequence[Outcome]) -> Iterator[Outcome]:
    """Neighbours that have the same to tell become one."""
    held: Outcome | None = None
    for one in sorted(outcomes, key=lambda outcome: outcome.first):
        if held and held.last == one.first and held.is_withdrawn == one.is_withdrawn:
            held = Outcome(held.first, one.last, {**held.rejected, **one.rejected}, held.is_withdrawn)
            continue
        if held:
            yield held
        held = one
    if held:
        yield held


@dataclass
class Delivery:
    """One run over the table `plan`. call: makes a request. is_forced: the reject rate stops nothing.

    A window is as many batches as may be under way at once; its intents are written before its first request and its answers
    after its last one, each in one transaction. What must not be sent twice goes one batch at a time."""

    destination: Remote
    adapter: Adapter
    journal: Journal
    call: Call
    secrets: Sequence[str] = ()
    is_forced: bool = False
    advance: Callable[[int], None] = lambda _: None
    tally: Tally = field(default_factory=Tally)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _is_interrupted: bool = False

    def run(self, planned: int) -> None:
        """Send everything planned. Raises what the adapter raises but BatchRefused, and LeadsError when too much is rejected."""
        is_alone = self.adapter.is_alone or not self.adapter.is_idempotent
        at_once = 1 if is_alone else self.destination.limits.at_once
        size = self.adapter.batch_size
        with ThreadPoolExecutor(max_workers=at_once) as workers:
            for first in range(0, planned, size * at_once):
                last = min(first + size * at_once, planned)
                self.journal.sent(first, last)
                rows = rows_of(self.journal.con, range(first, last))
                self._window(workers, first, [rows[start : start + size] for start in range(0, len(rows), size)])

    def _window(self, workers: ThreadPoolExecutor, first: int, batches: Sequence[Sequence[Row]]) -> None:
        outcomes: list[Outcome] = []
        size = self.adapter.batch_size
        if len(batches) == 1:  # nothing to do beside it
            try:
                self._deliver(first, batches[0], outcomes)
            finally:
                self.journal.answered(outcomes)
            return
        jobs = [
            workers.submit(self._deliver, first + number * size, rows, outcomes) for number, rows in enumerate(batches)
        ]
        try:
            errors = [job.exception() for job in jobs]
        except BaseException:  # somebody interrupts us: no worker begins anything more
            self._is_interrupted = True
            raise
        self.journal.answered(outcomes)
        for error in errors:
            if error:
                raise error

    def _deliver(self, first: int, rows: Sequence[Row], outcomes: list[Outcome]) -> None:
        if self._is_interrupted:
            raise Stopped("Interrupted.")
        try:
            answer = self.adapter.deliver(self.call, rows)
            require_whole(answer, rows)
        except BatchRefused as refused:
            if len(rows) > 1:
                middle = len(rows) // 2
                self._deliver(first, rows[:middle], outcomes)
                self._deliver(first + middle, rows[middle:], outcomes)
                return
            answer = Answer(frozenset(), {rows[0].lead_id: str(refused)})
        except (Paused, Stopped) as stop:
            if not self.adapter.is_idempotent and not stop.may_have_arrived:
                outcomes.append(Outcome(first, first + len(rows), is_withdrawn=True))
            raise
        rejected = {lead: kept_reason(reason, self.secrets) for lead, reason in answer.rejected.items()}
        outcomes.append(Outcome(first, first + len(rows), rejected))
        with self._lock:
            self.tally.acknowledged += len(answer.acknowledged)
            self.tally.rejected += len(rejected)
            if rejected:
                self.tally.last_reason = next(reversed(rejected.values()))
            self.advance(len(rows))
            if rejected and not self.is_forced:
                sent = self.tally.acknowledged + self.tally.rejected
                check_rejects(self.destination, sent, self.tally.rejected, self.tally.last_reason)


def rows_of(con: duckdb.DuckDBPyConnection, positions: Sequence[int]) -> list[Row]:
    """The rows of the plan at these positions, in their order."""
    query = "select lead_id, intent_id, payload from plan where position >= $1 and position <= $2 {} order by position"
    if isinstance(positions, range):
        found = con.execute(query.format(""), [positions[0], positions[-1]]).fetchall()
    else:
        chosen = [positions[0], positions[-1], list(positions)]
        found = con.execute(query.format("and list_contains($3::bigint[], position)"), chosen).fetchall()
    return [Row(lead, intent, json.loads(payload, parse_float=Decimal)) for lead, intent, payload in found]
