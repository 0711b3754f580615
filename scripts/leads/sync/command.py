"""`leads sync`: what is published reaches a CRM, a webhook or a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from leads.base.console import count, printable, progress, screen, table
from leads.base.errors import ExitCode, LeadsError
from leads.base.invocation import settings_of
from leads.base.settings import Settings
from leads.base.warehouse import sync_state_of

if TYPE_CHECKING:  # every command would wait for what speaks HTTP to be read
    from leads.sync.destination import Known
    from leads.sync.plan import Counts
    from leads.sync.preview import Preview
    from leads.sync.readback import Drift
    from leads.sync.run import Done

MOST_SHOWN = 20


def sync(
    ctx: typer.Context,
    destination: Annotated[str, typer.Argument(help="Name of a file in destinations/, as hubspot.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would be sent; send and write nothing.")
    ] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Send at most so many rows.")] = None,
    only_key: Annotated[list[str] | None, typer.Option("--only-key", help="Only this lead; may be repeated.")] = None,
    retry_rejected: Annotated[bool, typer.Option("--retry-rejected", help="Try rejected rows now.")] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Also what was acknowledged: overwrites what was changed there.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Also against the guards, but for bad keys.")] = False,
    setup: Annotated[
        bool, typer.Option("--setup", help="Create the fields there that the mapping needs (HubSpot).")
    ] = False,
) -> None:
    """Send what changed since the destination last acknowledged it, from the published files.

    Tokens come from the environment only. Exit codes: 0 all acknowledged, 9 some rows rejected, 10 paused by a quota, 11
    refused by a guard, 12 the destination cannot be reached or refuses us. See docs/activation.md.

    [b]Examples[/b]

    leads sync hubspot --setup

    leads sync hubspot --dry-run

    leads sync hubspot --limit 10 && leads sync hubspot
    """
    from leads.sync.destination import read_destination
    from leads.sync.plan import Choice
    from leads.sync.preview import preview
    from leads.sync.run import sync as carry_out

    settings = settings_of(ctx)
    found = read_destination(settings, destination)
    if setup:
        _set_up(settings, found, dry_run)
        return
    choice = Choice(limit, tuple(only_key or ()), retry_rejected, full)
    if dry_run:
        _show_preview(found, preview(settings, found, choice))
        return
    with progress() as bar:
        task = bar.add_task(f"Planning {destination}", total=None)

        def begin(counts: Counts) -> None:
            bar.update(task, description=f"Sending to {destination}", total=counts.planned)

        done = carry_out(settings, found, choice, force, begin, lambda rows: bar.advance(task, rows))
    _show_done(settings, found, done)


def _show_counts(counts: Counts) -> None:
    rows = table(["rows of the payload"], ["number"])
    for what, number in {
        "new there": counts.new,
        "changed": counts.changed,
        "on their way in a run that broke off": counts.in_flight,
        "to be sent again": counts.again,
        "rejected, held back for now": counts.held_back,
        "read there, as acknowledged": counts.verified,
        "all rows": counts.rows,
        "there, and no longer in the payload": counts.gone,
    }.items():
        rows.add_row(what, f"{number:,}")
    screen().print(rows)


def _show_preview(destination: Known, found: Preview) -> None:
    out = screen()
    _show_counts(found.counts)
    if found.differences:
        rows = table(["lead", "field", "as acknowledged", "new"])
        for one in found.differences:
            before = _shown(one.before) if one.is_before_known else "(not kept)"
            rows.add_row(printable(one.lead_id), one.field, before, _shown(one.after))
        out.print("What changes, for some leads:")
        out.print(rows)
    _show_drifts(found.drifts)
    minutes = f"about {count(round(found.minutes), 'minute')}" if found.minutes >= 1 else "less than a minute"
    sent = f"{count(found.requests, 'request')}, {minutes}" if found.requests else "no request"
    out.print(
        f"{count(found.counts.planned, 'row')} to send to {destination.name}: {sent}. Nothing was sent.", soft_wrap=True
    )
    if found.refusal:
        out.print(f"A run would be refused. {found.refusal}", soft_wrap=True, markup=False)


def _show_drifts(drifts: Sequence[Drift]) -> None:
    if not drifts:
        return
    rows = table(["lead", "field", "there", "ours"])
    for one in drifts[:MOST_SHOWN]:
        there = "(no such lead)" if one.field is None else _shown(one.held)
        rows.add_row(printable(one.lead_id), one.field or "", there, "" if one.field is None else _shown(one.ours))
    out = screen()
    out.print(f"Not there as acknowledged ({count(len(drifts), 'field')}):")
    out.print(rows)


def _shown(value: object) -> str:
    return "-" if value is None else printable(str(value))


def _show_done(settings: Settings, destination: Known, done: Done) -> None:
    counts, tally = done.counts, done.tally
    _show_drifts(done.drifts)
    requests = f" in {count(done.requests, 'request')}" if done.requests else ""
    screen().print(
        f"{destination.name}: {count(tally.acknowledged, 'row')} acknowledged{requests}, {tally.rejected:,} rejected, "
        f"{counts.held_back:,} held back, {counts.rows - counts.planned - counts.held_back:,} unchanged or not chosen.",
        soft_wrap=True,
    )
    if tally.rejected or counts.held_back:
        last = f" The last reason was: {tally.last_reason}." if tally.last_reason else ""
        raise LeadsError(
            f"{destination.name} did not take {count(tally.rejected + counts.held_back, 'row')}.{last} All reasons are in the "
            f"table sync.rejects of {settings.shown(sync_state_of(settings.warehouse))}; they are tried again after a pause, "
            "when they change, or with --retry-rejected.",
            ExitCode.PARTLY,
        )


def _set_up(settings: Settings, destination: Known, only_show: bool) -> None:
    from leads.sync.destination import HubSpot
    from leads.sync.hubspot_setup import set_up

    if not isinstance(destination, HubSpot):
        raise LeadsError(f"{destination.name} needs no set-up: --setup is for HubSpot.", ExitCode.USAGE)
    lacking, there = set_up(settings, destination, only_show)
    rows = table(["property", "label", "type", "unique"])
    for one in lacking:
        rows.add_row(one["name"], one["label"], one["type"], "yes" if one.get("hasUniqueValue") else "")
    out = screen()
    if lacking:
        out.print("These properties would be created:" if only_show else "Created these properties:")
        out.print(rows)
    out.print(f"{count(len(there), 'property', 'properties')} of the mapping there already.")
