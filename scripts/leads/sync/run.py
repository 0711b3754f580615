"""One sync of one destination, from the plan to the last answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from leads.base import sql
from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import Settings
from leads.sync import guards, state
from leads.sync.adapter import Adapter, Answer, Request, Row, Stopped, Unanswered
from leads.sync.csv_file import write_csv
from leads.sync.delivery import Delivery, Journal, Tally
from leads.sync.destination import CsvFile, HubSpot, Webhook, checked_address, from_environment
from leads.sync.http import calling, now
from leads.sync.hubspot import HubSpotAdapter
from leads.sync.plan import KEY, SCHEMA, Choice, Counts, Source, column_types, plan, published, source_of
from leads.sync.webhook import WebhookAdapter

OUTCOMES = {ExitCode.PAUSED: "paused", ExitCode.GUARDED: "refused", ExitCode.DESTINATION: "stopped"}
Known = HubSpot | Webhook | CsvFile


@dataclass(frozen=True)
class Done:
    """What a run did. requests: with those that were tried again."""

    counts: Counts
    tally: Tally
    requests: int


@dataclass(frozen=True)
class Wire:
    """How to reach a destination behind HTTP: what speaks its language, where it is, and the secrets that no text may hold."""

    adapter: Adapter
    base_url: str
    token: str | None
    secrets: Sequence[str]


def wire_of(destination: HubSpot | Webhook) -> Wire:
    """Read tokens and secret addresses from the environment. Raises LeadsError (USAGE) when one is missing or no address."""
    token = from_environment(destination.token_from, "the token of the destination") if destination.token_from else None
    if isinstance(destination, HubSpot):
        return Wire(HubSpotAdapter(destination), destination.base_url, token, [token] if token else [])
    secrets = [token] if token else []
    address = destination.url or ""
    if destination.url_from:
        address = from_environment(destination.url_from, "the address of the webhook")
        secrets.append(address)
        try:
            checked_address(address)
        except ValueError as error:
            raise LeadsError(f"{destination.url_from} cannot be used: {error}.", ExitCode.USAGE) from None
    return Wire(WebhookAdapter(destination, address), "", token, secrets)


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
    wire = None if isinstance(destination, CsvFile) else wire_of(destination)
    if isinstance(destination, CsvFile):
        choice = for_file(settings, destination, choice)
    with state.opened(settings.warehouse) as con:
        con.begin()
        counts, source = prepare(con, settings, destination, choice, wire is None or wire.adapter.is_idempotent)
        if not is_forced:
            guards.check_plan(con, destination, source, counts)
        run_no = _begin_run(con, destination, source, counts)
        con.commit()
        begin(counts)
        tally, requests, outcome = Tally(), 0, "broke off"
        try:
            if isinstance(destination, CsvFile):
                _write_file(con, settings, destination, run_no, counts, tally)
            else:
                assert wire
                requests = _send(con, destination, wire, run_no, counts, is_forced, advance, tally)
            outcome = "partly rejected" if tally.rejected else "done"
            if choice.limit is not None or choice.only_keys:
                outcome = "part"
        except LeadsError as error:
            outcome = OUTCOMES.get(error.exit_code, "stopped")
            raise
        finally:
            _end_run(con, run_no, tally, outcome)
    return Done(counts, tally, requests)


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


def file_of(settings: Settings, destination: CsvFile) -> Path:
    """Where the file of a destination lies."""
    return settings.project_dir / destination.path


def for_file(settings: Settings, destination: CsvFile, choice: Choice) -> Choice:
    """A file is written whole, and again when it is gone. Raises LeadsError (USAGE) for a part of it."""
    if choice.limit is not None or choice.only_keys:
        raise LeadsError(
            f"{destination.name} is a file and is written whole: leave --limit and --only-key.", ExitCode.USAGE
        )
    if file_of(settings, destination).exists():
        return choice
    return Choice(retry_rejected=choice.retry_rejected, is_full=True)


def _write_file(
    con: duckdb.DuckDBPyConnection, settings: Settings, destination: CsvFile, run_no: int, counts: Counts, tally: Tally
) -> None:
    if not counts.planned and _is_of(con, destination, run_no):
        return
    journal = Journal(con, destination.name, run_no)
    journal.sent(0, counts.planned)
    with published(con, settings.warehouse):
        if source_of(con, destination).generation != _generation(con, run_no):
            raise LeadsError("Something was published meanwhile: run the command again.", ExitCode.LOCKED)
        write_csv(con, destination, column_types(con, destination), file_of(settings, destination))
        con.execute(
            "delete from sync.ledger where destination = $1 and lead_id not in "
            f"(select {KEY} from published.{SCHEMA}.{sql.name(destination.model)})",
            [destination.name],
        )
    journal.answered(0, counts.planned, {})
    tally.acknowledged = counts.planned


def _is_of(con: duckdb.DuckDBPyConnection, destination: CsvFile, run_no: int) -> bool:
    """Whether the file was written from what is published now: who is gone from there, or was erased, is no change of a row."""
    row = con.execute(
        "select generation from sync.runs where destination = $1 and outcome = 'done' order by run_no desc limit 1",
        [destination.name],
    ).fetchone()
    return row is not None and row[0] == _generation(con, run_no)


def _generation(con: duckdb.DuckDBPyConnection, run_no: int) -> int | None:
    row = con.execute("select generation from sync.runs where run_no = $1", [run_no]).fetchone()
    return row[0] if row else None


def _send(
    con: duckdb.DuckDBPyConnection,
    destination: HubSpot | Webhook,
    wire: Wire,
    run_no: int,
    counts: Counts,
    is_forced: bool,
    advance: Callable[[int], None],
    tally: Tally,
) -> int:
    today = "select coalesce(sum(requests), 0) from sync.runs where destination = $1 and started_at >= $2"
    made = con.execute(today, [destination.name, now().replace(hour=0, minute=0, second=0, microsecond=0)]).fetchone()
    assert made
    adapter = wire.adapter
    with calling(destination, wire.base_url, wire.token, int(made[0])) as caller:

        def send(request: Request, rows: Sequence[Row]) -> Answer:
            response = caller.call(
                "POST",
                request.path,
                adapter.is_idempotent,
                adapter.is_quota,
                json=request.body,
                headers=dict(request.headers),
            )
            return adapter.decode(response, rows)

        journal = Journal(con, destination.name, run_no)
        delivery = Delivery(destination, adapter, journal, send, wire.secrets, is_forced, advance, tally)
        try:
            delivery.run(counts.planned)
        except Unanswered as unanswered:
            raise Stopped(
                f"{destination.name} gave no answer ({unanswered}), and its rows must not arrive twice: look whether they did; "
                "the next run sends them only with --retry-rejected."
            ) from None
        finally:
            con.execute("update sync.runs set requests = $1 where run_no = $2", [caller.requests, run_no])
    return caller.requests


def _begin_run(con: duckdb.DuckDBPyConnection, destination: Known, source: Source, counts: Counts) -> int:
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
    return int(row[0])


def _end_run(con: duckdb.DuckDBPyConnection, run_no: int, tally: Tally, outcome: str) -> None:
    con.begin()
    state.fold(con)
    con.execute(
        "update sync.runs set ended_at = $1, acknowledged = $2, rejected = $3, outcome = $4 where run_no = $5",
        [now(), tally.acknowledged, tally.rejected, outcome, run_no],
    )
    con.commit()
