"""`leads erase`: remove people from everything, and keep them out."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import Annotated

import typer
from rich.markup import escape

from leads.base.console import count, progress, screen, table
from leads.base.errors import ExitCode, LeadsError
from leads.base.invocation import settings_of
from leads.base.settings import Settings
from leads.build.dbt_runner import run_dbt
from leads.erase.erase import Done, Plan, plan
from leads.erase.erase import erase as carry_out
from leads.publish.layout import Layout
from leads.publish.publish import publish

OUT_OF_REACH = (
    "Not reached by this command: source files, the CRM, files exported elsewhere, dashboards that keep a copy, and backups; "
    "erase there, too."
)


def erase(
    ctx: typer.Context,
    leads: Annotated[list[str] | None, typer.Argument(help="Ids of the leads to erase.")] = None,
    requested: Annotated[bool, typer.Option("--requested", help="Those that raw.erasures asks for.")] = False,
    again: Annotated[bool, typer.Option("--again", help="People erased before who came back past the loader.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would go.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Erase people: their rows, what was published of them, every byte in the files; and keep them out of later loads.

    Needs the secret DBT_ENV_SECRET_LEADS_KEY, the same one for ever. This cannot be undone. See docs/erasure.md.

    [b]Examples[/b]

    leads erase L-1042 --dry-run

    leads erase L-1042 L-1043

    leads erase --requested --yes
    """
    settings = settings_of(ctx)
    if not (leads or requested or again):
        raise LeadsError("Name the leads to erase, or give --requested or --again.", ExitCode.USAGE)
    planned = plan(settings, leads or [], requested, again)
    out = screen()
    if planned.is_empty:
        out.print("Nothing to erase.")
        return
    _show_plan(planned)
    if dry_run:
        out.print("Nothing was changed.")
        return
    if not yes:
        _ask(planned)
    with Layout(settings.warehouse).locked(), progress() as bar:
        task = bar.add_task("Erasing", total=None)
        done = carry_out(settings, planned, lambda step: bar.update(task, description=step))
    _show_done(settings, planned, done)
    if done.was_published and done.built_on:
        _publish_anew(replace(settings, as_of_date=done.built_on))


def _show_plan(planned: Plan) -> None:
    out = screen()
    if planned.is_resumed:
        out.print("An erasure was begun and not finished; this run finishes it.")
    rows = table(["table"], ["rows"])
    for name, number in planned.counts.items():
        rows.add_row(name, f"{number:,}")
    out.print(f"{count(planned.lead_count, 'lead')} to erase, merged ones counted; rows that go:")
    out.print(rows)
    if planned.held_by:
        out.print(f"Synced, and to be deleted by hand in: {', '.join(map(escape, planned.held_by))}.", soft_wrap=True)


def _ask(planned: Plan) -> None:
    if not sys.stdin.isatty():
        raise LeadsError("There is no terminal to ask at: give --yes to erase.", ExitCode.USAGE)
    if not typer.confirm(f"Erase {count(planned.lead_count, 'lead')} for good?"):
        raise LeadsError("Nothing was erased.", ExitCode.INTERRUPTED)


def _show_done(settings: Settings, planned: Plan, done: Done) -> None:
    out = screen()
    built = f", the scores of {done.built_on} were built anew" if done.built_on else ""
    out.print(
        f"Erased {count(planned.lead_count, 'lead')}: {count(sum(planned.counts.values()), 'row')} deleted{built}, and no "
        f"table names them any more.",
        soft_wrap=True,
    )
    for path in done.removed_files:
        out.print(f"Removed, because it mentioned them: {escape(settings.shown(path))}.", soft_wrap=True)
    for name in planned.held_by:
        out.print(
            f"The destination {escape(name)} of `leads sync` still holds them: delete them there.", soft_wrap=True
        )
    out.print(OUT_OF_REACH, soft_wrap=True)


def _publish_anew(settings: Settings) -> None:
    """What was served held the erased; the rebuilt marts take its place as soon as they are tested."""
    with progress() as bar:
        bar.add_task("Testing and publishing anew", total=None)
        run_dbt(settings, ["test", "--exclude", "tag:record", "--exclude-resource-type", "unit_test"])
        generation, _ = publish(settings, keep=1)
    screen().print(
        f"Everything published and exported before was removed; generation {generation.number} is served instead.",
        soft_wrap=True,
    )
