"""What makes a plan suspicious enough to ask a person first."""

from __future__ import annotations

import duckdb

from leads.base.errors import ExitCode, LeadsError
from leads.sync.destination_base import Destination
from leads.sync.payload import Source
from leads.sync.plan import Counts

# Runs whose end says that everything of their rules and mapping had been sent or answered.
COMPLETE = "('done', 'partly rejected')"


def check_plan(con: duckdb.DuckDBPyConnection, destination: Destination, source: Source, counts: Counts) -> None:
    """Raises LeadsError (GUARDED) for an empty model, and when too many leads change though rules and mapping did not."""
    if not counts.rows:
        raise LeadsError(
            f"Nothing was sent: activation.{destination.model} is empty; look at the build, or say --force.",
            ExitCode.GUARDED,
        )
    guards = destination.guards
    if counts.changed <= max(guards.free_changes, guards.max_change_share * counts.known):
        return
    if _is_new(con, destination, source):
        return
    raise LeadsError(
        f"Nothing was sent: {counts.changed:,} of {counts.known:,} leads known to {destination.name} would change, more than "
        f"{guards.max_change_share:.0%} (max_change_share), and neither rules nor mapping are new; look at --dry-run, then say "
        "--force.",
        ExitCode.GUARDED,
    )


def _is_new(con: duckdb.DuckDBPyConnection, destination: Destination, source: Source) -> bool:
    """Whether rules or mapping differ from those of the last run that came to its end."""
    row = con.execute(
        f"select ruleset_version, mapping_hash from sync.runs where destination = $1 and outcome in {COMPLETE} "
        "order by run_no desc limit 1",
        [destination.name],
    ).fetchone()
    return row is None or row != (source.ruleset_version, source.mapping_hash)


def check_rejects(destination: Destination, sent: int, rejected: int, reason: str) -> None:
    """Raises LeadsError (GUARDED) when a run has more rejected than it may."""
    guards = destination.guards
    if rejected > max(guards.free_rejects, guards.max_reject_share * sent):
        raise LeadsError(
            f"Stopped: {destination.name} rejected {rejected:,} of {sent:,} rows, more than {guards.max_reject_share:.0%} "
            f"(max_reject_share); the last reason was: {reason}. Correct the mapping or the fields there, or say --force.",
            ExitCode.GUARDED,
        )
