"""One sync of one destination, from the plan to the last answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import duckdb

from leads.base.clock import now
from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import Settings
from leads.sync import guards, state
from leads.sync.adapter import Stopped, Unanswered
from leads.sync.csv_file import for_file, write_file
from leads.sync.delivery import Delivery, Journal, Tally
from leads.sync.destination import BehindHttp, CsvFile, Known
from leads.sync.jobs import Jobs, settle_jobs
from leads.sync.payload import Source, published, source_of
from leads.sync.plan import Choice, Counts, plan
from leads.sync.readback import Drift, read_back
from leads.sync.wire import Link, Wire, connected, wire_of

OUTCOMES = {ExitCode.PAUSED: "paused", ExitCode.GUARDED: "refused", ExitCode.DESTINATION: "stopped"}
MADE_TODAY = "select coalesce(sum(requests), 0) from sync.runs where destination = $1 and started_at >= $2"


@dataclass(frozen=True)
class Done:
    """What a run did. requests: with those that were tried again. drifts: what a full run found changed there."""

    counts: Counts
    tally: Tally
    requests: int
    drifts: Sequence[Drift] = ()


@dataclass(frozen=True)
class Telling:
    """begin, advance: told of the plan and of rows done."""

    begin: Callable[[Counts], None] = field(default=lambda _: None)
    advance: Callable[[int], None] = field(default=lambda _: None)


def sync(
    settings: Settings,
    destination: Known,
    choice: Choice,
    is_forced: bool = False,
    begin: Callable[[Counts], None] = lambda _: None,
    advance: Callable[[int], None] = lambda _: None,
) -> Done:
    """Send what is new, changed, in flight or due again; what is acknowledged is never sent again.

    begin, advance: told of the plan and of rows done. Raises LeadsError: NOT_FOUND, USAGE, BAD_INPUT, LOCKED, GUARDED, PAUSED,
    DESTINATION; what was acknowledged before is kept.
    """
    telling = Telling(begin, advance)
    if isinstance(destination, CsvFile):
        choice = for_file(settings, destination, choice)
        with state.opened(settings.warehouse) as con:
            return _write(con, settings, destination, choice, is_forced, telling)
    wire = wire_of(destination)
    with state.opened(settings.warehouse) as con, connected(destination, wire, made_today(con, destination)) as link:
        return _send(con, settings, destination, choice, is_forced, telling, wire, link)


def made_today(con: duckdb.DuckDBPyConnection, destination: Known) -> int:
    """Requests of earlier runs of the day (UTC), those of crashed ones too."""
    state.fold_crashed(con)
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    row = con.execute(MADE_TODAY, [destination.name, today]).fetchone()
    return int(row[0]) if row else 0


def prepare(
    con: duckdb.DuckDBPyConnection, settings: Settings, destination: Known, choice: Choice, is_idempotent: bool
) -> tuple[Counts, Source]:
    """Bring the state up to date and write the plan, in the caller's transaction; the published file is let go before anything
    is sent."""
    state.fold_whole(con)
    with published(con, settings.warehouse):
        source = source_of(con, destination)
        counts = plan(con, destination, choice, now(), is_idempotent)
    return counts, source


def compare(con: duckdb.DuckDBPyConnection, wire: Wire, link: Link, counts: Counts) -> tuple[Counts, list[Drift]]:
    """For a full run: what is there as acknowledged is not sent, where that can be read."""
    drifts, equal = read_back(con, wire.adapter, link.call)
    return replace(counts, planned=counts.planned - equal, again=counts.again - equal, verified=equal), drifts


def _write(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    destination: CsvFile,
    choice: Choice,
    is_forced: bool,
    telling: Telling,
) -> Done:
    con.begin()
    counts, source = prepare(con, settings, destination, choice, True)
    run_no = _begin_run(con, destination, source, counts, is_forced)
    telling.begin(counts)
    tally = Tally()
    with _Ending(con, run_no, tally, choice):
        write_file(con, settings, destination, run_no, counts, tally)
    return Done(counts, tally, 0)


def _send(
    con: duckdb.DuckDBPyConnection,
    settings: Settings,
    destination: BehindHttp,
    choice: Choice,
    is_forced: bool,
    telling: Telling,
    wire: Wire,
    link: Link,
) -> Done:
    settle_jobs(con, destination, wire, link.call)
    con.begin()
    counts, source = prepare(con, settings, destination, choice, wire.adapter.is_idempotent)
    drifts: Sequence[Drift] = ()
    if choice.is_full:
        counts, drifts = compare(con, wire, link, counts)
    run_no = _begin_run(con, destination, source, counts, is_forced)
    telling.begin(counts)
    tally = Tally()
    with _Ending(con, run_no, tally, choice):
        jobs = Jobs(con, destination.name, run_no)
        journal = Journal(con, destination.name, run_no)
        adapter = wire.for_rows(counts.planned, jobs)
        delivery = Delivery(destination, adapter, journal, link.call, wire.secrets, is_forced, telling.advance, tally)
        try:
            delivery.run(counts.planned)
            jobs.forget()
        except Unanswered as unanswered:
            raise Stopped(
                f"{destination.name} gave no answer ({unanswered}), and its rows must not arrive twice: look whether they did; "
                "the next run sends them only with --retry-rejected."
            ) from None
        finally:
            con.execute("update sync.runs set requests = $1 where run_no = $2", [link.requests(), run_no])
    return Done(counts, tally, link.requests(), drifts)


def _begin_run(
    con: duckdb.DuckDBPyConnection, destination: Known, source: Source, counts: Counts, is_forced: bool
) -> int:
    if not is_forced:
        guards.check_plan(con, destination, source, counts)
    row = con.execute("select coalesce(max(run_no), 0) + 1 from sync.runs").fetchone()
    assert row
    con.execute(
        "insert into sync.runs values ($1, $2, $3, $4, $5, $6, null, $7, 0, 0, 0, 'running')",
        [
            row[0],
            destination.name,
            source.generation,
            source.ruleset_version,
            source.mapping_hash,
            now(),
            counts.planned,
        ],
    )
    con.commit()
    return int(row[0])


@dataclass
class _Ending:
    """However a run ends, its end is written."""

    con: duckdb.DuckDBPyConnection
    run_no: int
    tally: Tally
    choice: Choice

    def __enter__(self) -> None:
        """The run is running."""

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, LeadsError):
            outcome = OUTCOMES.get(error.exit_code, "stopped")
        elif error:
            outcome = "broke off"
        elif self.choice.limit is not None or self.choice.only_keys:
            outcome = "part"
        else:
            outcome = "partly rejected" if self.tally.rejected else "done"
        end_run(self.con, self.run_no, self.tally, outcome)


def end_run(con: duckdb.DuckDBPyConnection, run_no: int, tally: Tally, outcome: str) -> None:
    """Fold the journal and write what became of the run."""
    con.begin()
    state.fold(con)
    con.execute(
        "update sync.runs set ended_at = $1, acknowledged = $2, rejected = $3, outcome = $4 where run_no = $5",
        [now(), tally.acknowledged, tally.rejected, outcome, run_no],
    )
    con.commit()
