"""What is to be sent: one statement over the published payload and the ledger, in DuckDB."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import duckdb

from leads.base import sql
from leads.base.errors import ExitCode, LeadsError
from leads.sync.destination_base import Destination
from leads.sync.payload import KEY, SCHEMA, column_types, payload_query
from leads.sync.state import settle_unanswered

# What was rejected does not matter any more when the row is again as the destination took it.
SETTLED = """
    delete from sync.rejects where destination = $1 and lead_id in (
        select lead_id from compared where kind is null and acknowledged_hash = payload_hash
    )
"""


@dataclass(frozen=True)
class Choice:
    """Which rows the caller wants. limit: at most so many; only_keys: these leads; is_full: also what is acknowledged."""

    limit: int | None = None
    only_keys: tuple[str, ...] = ()
    retry_rejected: bool = False
    is_full: bool = False


@dataclass(frozen=True)
class Counts:
    """rows: in the payload. planned: to be sent now; new, changed, in_flight and again are its parts. held_back: rejected and
    not yet to be tried again. gone: known to the destination and no longer in the payload. verified: read there by a full run as
    acknowledged, and so not sent."""

    rows: int
    planned: int
    new: int
    changed: int
    in_flight: int
    again: int
    held_back: int
    gone: int
    known: int
    verified: int = 0


def plan(
    con: duckdb.DuckDBPyConnection, destination: Destination, choice: Choice, moment: datetime, is_idempotent: bool
) -> Counts:
    """Write the temporary table `plan`: position from 0, lead_id, payload, payload_hash, acknowledged_hash, intent_id, kind.

    The published file is attached as `published` and the journal folded. Raises LeadsError: GUARDED for keys that are empty
    or not unique, NOT_FOUND for a lead of only_keys that is not there.
    """
    types = column_types(con, destination)
    _check_keys(con, destination)
    if not is_idempotent:
        settle_unanswered(con, destination.name)
    _check_only(con, destination, choice.only_keys)
    con.execute(
        f"""
        create or replace temp table compared as
        select * replace (case when kind is not null then payload end as payload) from (select
            payloads.*, ledger.acknowledged_hash,
            case when inflight.payload_hash = payloads.payload_hash then inflight.intent_id end as sent_intent_id,
            case
                when inflight.lead_id is not null then 'in flight'
                when ledger.acknowledged_hash = payloads.payload_hash and not $full then null
                when rejects.payload_hash = payloads.payload_hash
                    then case when $retry or $full or rejects.retry_at <= $moment then 'again' else 'held back' end
                when ledger.lead_id is null then 'new'
                when ledger.acknowledged_hash <> payloads.payload_hash then 'changed'
                else 'again'
            end as kind
        from ({payload_query(destination, types)}) as payloads
        left join (from sync.ledger where destination = $name) as ledger on payloads.lead_id = ledger.lead_id
        left join (from sync.inflight where destination = $name) as inflight on payloads.lead_id = inflight.lead_id
        left join (from sync.rejects where destination = $name) as rejects on payloads.lead_id = rejects.lead_id)
        """,
        {"retry": choice.retry_rejected, "moment": moment, "full": choice.is_full, "name": destination.name},
    )
    wanted = "kind <> 'held back'" + (" and list_contains($keys, lead_id)" if choice.only_keys else "")
    limit = f"limit {int(choice.limit)}" if choice.limit is not None else ""
    con.execute(
        f"""
        create or replace temp table plan as
        select
            row_number() over (order by kind <> 'in flight', lead_id) - 1 as position, lead_id, payload, payload_hash,
            acknowledged_hash, coalesce(sent_intent_id, uuid()::varchar) as intent_id, kind
        from compared where {wanted} order by position {limit}
        """,
        {"keys": list(choice.only_keys)} if choice.only_keys else None,
    )
    counts = _counts(con, destination)
    con.execute(SETTLED, [destination.name])
    con.execute("drop table compared")
    return counts


def _counts(con: duckdb.DuckDBPyConnection, destination: Destination) -> Counts:
    gone = con.execute(
        "select count(*) from sync.ledger where destination = $1 and lead_id not in (select lead_id from compared)",
        [destination.name],
    ).fetchone()
    seen = con.execute(
        "select count(*), count(*) filter (where kind = 'held back'), count(acknowledged_hash) from compared"
    ).fetchone()
    kinds = dict(con.execute("select kind, count(*) from plan group by kind").fetchall())
    assert gone and seen
    return Counts(
        rows=seen[0],
        planned=sum(kinds.values()),
        new=kinds.get("new", 0),
        changed=kinds.get("changed", 0),
        in_flight=kinds.get("in flight", 0),
        again=kinds.get("again", 0),
        held_back=seen[1],
        gone=gone[0],
        known=seen[2],
    )


def _check_keys(con: duckdb.DuckDBPyConnection, destination: Destination) -> None:
    row = con.execute(
        f"select count(*) - count({KEY}), count({KEY}) - count(distinct {KEY}) "
        f"from published.{SCHEMA}.{sql.name(destination.model)}"
    ).fetchone()
    assert row
    for number, fault in zip(row, ("no lead id", "the lead id of another"), strict=True):
        if number:
            raise LeadsError(
                f"Nothing was sent: {number:,} rows of {SCHEMA}.{destination.model} have {fault}; correct the model, build and "
                "publish again.",
                ExitCode.GUARDED,
            )


def _check_only(con: duckdb.DuckDBPyConnection, destination: Destination, keys: Sequence[str]) -> None:
    missing = con.execute(
        f"select key from (select unnest($1::varchar[]) as key) where key not in "
        f"(select {KEY} from published.{SCHEMA}.{sql.name(destination.model)}) limit 1",
        [list(keys)],
    ).fetchone()
    if missing:
        raise LeadsError(
            f"{SCHEMA}.{destination.model} has no lead {missing[0]}: nothing was sent.", ExitCode.NOT_FOUND
        )
