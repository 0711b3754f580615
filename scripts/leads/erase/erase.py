"""The whole erasure, in steps that may each be repeated: what was begun is finished by the next run."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import duckdb

from leads.base import sql
from leads.base.contract import read_contract
from leads.base.errors import ExitCode, LeadsError
from leads.base.marts import built_on, has_table
from leads.base.secret import key_for, keyed_hash
from leads.base.settings import Settings
from leads.base.warehouse import STORAGE_VERSION, connect, record_of, sync_state_of
from leads.build.dbt_runner import TESTS, run_dbt
from leads.build.land_state import land_attached
from leads.erase.forget_files import forget_logs, forget_published, forget_scratch
from leads.erase.forget_kept import count_kept, forget_kept
from leads.erase.forget_raw import count_raw, forget_raw
from leads.erase.person import identifiers_of, known_leads, merged_with
from leads.erase.rewrite import rewrite
from leads.erase.synced import STATE, attach_state, destinations_holding, has_state
from leads.erase.tombstones import begin, create_tombstones, finish, is_unfinished, read_suppressions
from leads.erase.verify import recover, verify
from leads.load.create_raw_tables import create_raw_tables
from leads.people.identifiers import KEYS, Identifier
from leads.people.mentions import Mentions
from leads.people.suppressions import PLACEHOLDER, PURPOSE, create_suppressed, suppressions_for
from leads.rules import check_rules

KEPT = "marts.lead_score_history"
Track = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """Whom an erasure is about and the rows that go, by table. is_resumed: an earlier erasure is to be finished. begins: there
    is something that no earlier erasure was about. held_by: the destinations of syncs that hold the people."""

    identifiers: frozenset[Identifier]
    counts: dict[str, int]
    is_resumed: bool
    begins: bool
    held_by: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.is_resumed or self.begins)

    @property
    def lead_count(self) -> int:
        """Lead ids of the people to erase, merged ones counted."""
        return sum(one.kind == "lead_id" for one in self.identifiers)


@dataclass(frozen=True)
class Done:
    """What an erasure did beside deleting rows. built_on: the date of the marts built anew, None without marts."""

    built_on: date | None
    was_published: bool
    removed_files: tuple[Path, ...]


def plan(settings: Settings, lead_ids: Iterable[str], requested: bool = False, again: bool = False) -> Plan:
    """Find out who is to be erased; changes nothing.

    requested: also those that raw.erasures asks for. again: also erased people who came back past the loader. Raises
    LeadsError: NOT_FOUND for a lead id that nothing knows, USAGE for a missing or another secret.
    """
    key = key_for(PURPOSE)
    asked = set(lead_ids)
    with opened(settings) as con:
        con.begin()
        create_raw_tables(con, read_contract().values())
        suppressions = read_suppressions(con, key)
        create_suppressed(con, suppressions, key)
        gone = {one.hash for one in suppressions if one.kind == "lead_id"}
        if requested:
            asked |= {str(lead) for (lead,) in con.execute("select distinct lead_id from raw.erasures").fetchall()}
        found = {Identifier("lead_id", lead) for lead in asked}
        kept = _kept_leads(con, found)
        unknown = [lead for lead in sorted(asked - known_leads(con, asked) - kept) if keyed_hash(key, lead) not in gone]
        if unknown:
            more = f" (and {len(unknown) - 1} more)" if len(unknown) > 1 else ""
            raise LeadsError(
                f"There is no lead {unknown[0]}{more}: nobody was erased; correct the ids and run the command again.",
                ExitCode.NOT_FOUND,
            )
        is_resumed = is_unfinished(con)
        returned = recover(con, databases(con)) if again or is_resumed else set()
        found |= returned
        is_back = any(not one.is_shared for one in returned)  # a shared address stays with the other
        # Who comes back brings nobody along: a merge that was written since is no request to erase the other lead.
        theirs = merged_with(con, asked) | {one.value for one in returned if one.kind == "lead_id"}
        identifiers = found | identifiers_of(con, theirs)
        theirs_now = (row for one in identifiers if one.kind in KEYS for row in suppressions_for(one, key))
        is_new = any(row not in suppressions for row in theirs_now)
        counts = count_raw(con, identifiers, key_for(PLACEHOLDER))
        for database in databases(con):
            of_database = count_kept(con, database, identifiers)
            is_kept = database in ("record", STATE)
            counts |= {name: rows for name, rows in of_database.items() if is_kept or name == KEPT}
        held_by = destinations_holding(con, identifiers)
        con.rollback()
    begins = is_new or (bool(counts or is_back) and not is_resumed)
    return Plan(frozenset(identifiers), counts, is_resumed, begins, held_by)


def erase(settings: Settings, planned: Plan, track: Track = lambda _: None) -> Done:
    """Carry out a plan, to the last byte. The caller holds the lock of the layout.

    The suppressions are written first, so that whatever stops the run, the next one finds by them what is left to do. Logs are
    searched before, while names are known, and after.
    """
    key, placeholder_key = key_for(PURPOSE), key_for(PLACEHOLDER)
    mentions = Mentions((one for one in planned.identifiers if one.is_telling), placeholder_key)
    check_rules(settings.rules)
    track("Deleting")
    removed = forget_logs(settings, mentions, [], key)
    with opened(settings) as con:
        warehouse, record, *states = databases(con)
        con.begin()
        create_tombstones(con)
        if planned.begins:
            begin(con, planned.identifiers, planned.counts, key)
        forget_kept(con, record, planned.identifiers, placeholder_key, reword=True)
        con.commit()
        for state in states:  # a transaction writes to one file
            con.begin()
            forget_kept(con, state, planned.identifiers, placeholder_key, reword=True)
            con.commit()
        con.begin()
        create_raw_tables(con, read_contract().values())
        forget_raw(con, planned.identifiers, placeholder_key)
        forget_kept(con, warehouse, planned.identifiers, placeholder_key, reword=False)
        con.commit()
        land_attached(con, STATE if states else None)
        built = built_on(con) if has_table(con, "marts", "lead_scores") else None
    if built:
        track("Building the marts anew")
        _rebuild(settings, built)
    track("Searching every table")
    with opened(settings) as con:
        suppressions = read_suppressions(con, key)
        create_suppressed(con, suppressions, key)
        verify(con, databases(con), mentions)
    track("Writing the files anew")
    for path in (settings.warehouse, record_of(settings.warehouse), sync_state_of(settings.warehouse)):
        if path.exists():
            rewrite(path)
    track("Removing what was published")
    was_published = forget_published(settings)
    forget_scratch(settings)
    removed += forget_logs(settings, mentions, suppressions, key)
    with opened(settings) as con:
        finish(con)
    return Done(built, was_published, tuple(removed))


def _rebuild(settings: Settings, as_of_date: date) -> None:
    """Every mart from what raw holds now; the record has had its rows deleted and publishes nothing."""
    without = ["--exclude", "tag:record", "--exclude-resource-type", *TESTS]
    typed = sys.argv
    sys.argv = sys.argv[:1]  # dbt writes the command line to its log, and here it names the people
    try:
        run_dbt(replace(settings, as_of_date=as_of_date), ["build", "--full-refresh", *without])
    finally:
        sys.argv = typed


@contextmanager
def opened(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse with its record attached as `record`, as a build has them, and the state of syncs as `sync_state`. Errors:
    as `connect`, for each file."""
    if not settings.warehouse.exists():
        raise LeadsError(
            f"There is no warehouse {settings.shown(settings.warehouse)}: nobody to erase.", ExitCode.NOT_FOUND
        )
    record = record_of(settings.warehouse)
    with connect(record):
        pass  # makes it, or says who holds it
    with connect(settings.warehouse) as con:
        con.execute("set enable_progress_bar = false")
        con.execute(f"attach {sql.text(str(record))} as record (storage_version '{STORAGE_VERSION}')")
        attach_state(con, settings.warehouse)
        yield con


def databases(con: duckdb.DuckDBPyConnection) -> tuple[str, ...]:
    """The names of the databases of `opened`: the warehouse, the record, and the state of syncs if there is one."""
    row = con.execute("select current_database()").fetchone()
    assert row is not None
    return (str(row[0]), "record", *([STATE] if has_state(con) else []))


def _kept_leads(con: duckdb.DuckDBPyConnection, found: set[Identifier]) -> set[str]:
    """Those of the leads that only the record or the history of scores still knows."""
    return {one.value for one in found if any(count_kept(con, database, [one]) for database in databases(con))}
