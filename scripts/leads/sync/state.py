"""The state of all syncs: what each destination acknowledged, what was on its way, what it rejected, and the runs.

A run only appends to the journal, twice a batch: before it is sent, and when the answer is known. `fold` brings the journal
into the other tables, at the end of a run or, after a crash, at the beginning of the next.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from leads.base.errors import ExitCode, LeadsError
from leads.base.warehouse import connect, sync_state_of

FIRST_PAUSE_HOURS = 1  # before a rejected row is tried again; doubled each time
LONGEST_PAUSE_HOURS = 168

TABLES = """
    create schema if not exists sync;
    create table if not exists sync.ledger (
        destination varchar, lead_id varchar, acknowledged_hash varchar, acknowledged_at timestamp, run_no bigint
    );
    create table if not exists sync.inflight (
        destination varchar, lead_id varchar, payload_hash varchar, intent_id varchar, sent_at timestamp, run_no bigint
    );
    create table if not exists sync.rejects (
        destination varchar, lead_id varchar, payload_hash varchar, reason varchar, attempts integer,
        first_rejected_at timestamp, last_rejected_at timestamp, retry_at timestamp, run_no bigint
    );
    create table if not exists sync.runs (
        run_no bigint, destination varchar, generation bigint, ruleset_version varchar, mapping_hash varchar,
        started_at timestamp, ended_at timestamp, planned bigint, acknowledged bigint, rejected bigint, requests bigint,
        outcome varchar
    );
    create table if not exists sync.journal (
        entry_no bigint, destination varchar, lead_id varchar, event varchar, payload_hash varchar, intent_id varchar,
        reason varchar, happened_at timestamp, run_no bigint
    );
    create table if not exists sync.jobs (destination varchar, job_id varchar, run_no bigint, created_at timestamp);
"""

# Of each lead the last thing that the journal says stands.
LAST = """
    create or replace temp table folding as
    select
        destination, lead_id, max(entry_no) as entry_no, arg_max(event, entry_no) as event,
        arg_max(payload_hash, entry_no) as payload_hash, arg_max(intent_id, entry_no) as intent_id,
        arg_max(reason, entry_no) as reason, arg_max(happened_at, entry_no) as happened_at, arg_max(run_no, entry_no) as run_no
    from sync.journal group by destination, lead_id
"""
FOLD = f"""
    create or replace temp table renewed_rejects as
    select
        last.destination, last.lead_id, last.payload_hash, last.reason,
        case when old.payload_hash = last.payload_hash then old.attempts else 0 end + 1 as attempts,
        case when old.payload_hash = last.payload_hash then old.first_rejected_at else last.happened_at end
            as first_rejected_at,
        last.happened_at as last_rejected_at,
        last.happened_at + to_hours(least({LONGEST_PAUSE_HOURS}, {FIRST_PAUSE_HOURS} * (1::bigint << least(
            case when old.payload_hash = last.payload_hash then old.attempts else 0 end, 30)))) as retry_at,
        last.run_no
    from folding as last left join sync.rejects as old using (destination, lead_id)
    where last.event = 'rejected';

    delete from sync.ledger using folding
    where ledger.destination = folding.destination and ledger.lead_id = folding.lead_id and folding.event = 'acknowledged';
    insert into sync.ledger
    select destination, lead_id, payload_hash, happened_at, run_no from folding where event = 'acknowledged';

    delete from sync.inflight using folding
    where inflight.destination = folding.destination and inflight.lead_id = folding.lead_id;
    insert into sync.inflight
    select destination, lead_id, payload_hash, intent_id, happened_at, run_no from folding where event = 'sent';

    delete from sync.rejects using folding
    where rejects.destination = folding.destination and rejects.lead_id = folding.lead_id
        and folding.event in ('acknowledged', 'rejected');
    insert into sync.rejects from renewed_rejects;

    delete from sync.journal;
    drop table folding; drop table renewed_rejects;
"""
# Nobody else holds the lock, so a run that says it is running does not. Its requests count for the quota of the day.
CRASHED = """
    update sync.runs set
        outcome = 'crashed',
        requests = (select count(distinct entry_no) from sync.journal where run_no = runs.run_no and event = 'sent')
    where outcome = 'running'
"""
UNKNOWN = """
    insert into sync.rejects
    select destination, lead_id, payload_hash, 'no answer came, so it may have arrived: look there, then --retry-rejected', 1,
        sent_at, sent_at, null, run_no
    from sync.inflight where destination = $1 and lead_id not in (select lead_id from sync.rejects where destination = $1)
"""


@contextmanager
def opened(warehouse: Path, changes_nothing: bool = False) -> Iterator[duckdb.DuckDBPyConnection]:
    """The state beside a warehouse, for one run at a time; made when it is not there.

    changes_nothing: what is written is gone on leaving, and no file is made. Raises LeadsError (LOCKED) while another sync runs.
    """
    path = sync_state_of(warehouse)
    with _one_at_a_time(path):
        if changes_nothing and not path.exists():
            with duckdb.connect() as con:
                con.execute("set TimeZone = 'UTC'")
                con.execute(TABLES)
                yield con
            return
        with connect(path) as con:
            con.execute("set enable_progress_bar = false")
            if not changes_nothing:
                con.execute(TABLES)
                yield con
                con.execute("checkpoint")
                return
            con.begin()  # everything is seen by the run and nothing kept
            try:
                con.execute(TABLES)
                yield con
            finally:
                con.rollback()


@contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(path.name + ".lock").open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LeadsError(
                "Another sync of this warehouse is running: wait until it ends, then run the command again.",
                ExitCode.LOCKED,
            ) from error
        yield


def fold(con: duckdb.DuckDBPyConnection) -> None:
    """Bring the journal into the tables; the caller holds the transaction. Again is no harm."""
    if con.execute("select 1 from sync.journal limit 1").fetchone():
        con.execute(LAST)
        con.execute(FOLD)


def fold_whole(con: duckdb.DuckDBPyConnection) -> None:
    """What a run begins with: the journal of a crashed one folded, and that run called crashed."""
    con.execute(CRASHED)
    fold(con)


def fold_crashed(con: duckdb.DuckDBPyConnection) -> None:
    """The same in a transaction of its own."""
    con.begin()
    fold_whole(con)
    con.commit()


def settle_unanswered(con: duckdb.DuckDBPyConnection, destination: str) -> None:
    """For a destination where twice is a harm: what is in flight is rejected until somebody has looked."""
    con.execute(UNKNOWN, [destination])
    con.execute("delete from sync.inflight where destination = $1", [destination])
