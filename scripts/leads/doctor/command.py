"""`leads doctor`: is everything whole, and what to do when it is not."""

from __future__ import annotations

import typer
from rich.markup import escape

from leads.base.console import count, screen
from leads.base.errors import ExitCode, LeadsError
from leads.base.invocation import settings_of
from leads.doctor.checks import examine


def doctor(ctx: typer.Context) -> None:
    """Read every file to its last block, look for what crashes left, and say what to do. Repairs nothing.

    [b]Examples[/b]

    leads doctor

    leads doctor || mail -s "lead scores" ops
    """
    settings = settings_of(ctx)
    if not settings.warehouse.exists():
        raise LeadsError(
            f"There is no warehouse {settings.shown(settings.warehouse)}: run `leads load` first.", ExitCode.NOT_FOUND
        )
    out = screen()
    problems = 0
    for finding in examine(settings):
        if finding.problem is None:
            out.print(f"[green]well[/green]  {escape(finding.subject)}", soft_wrap=True)
        else:
            problems += 1
            out.print(
                f"[red]look[/red]  {escape(finding.subject)}: {escape(finding.problem)}; {escape(finding.remedy)}.",
                soft_wrap=True,
            )
    if problems:
        raise LeadsError(f"{count(problems, 'thing')} to look at.", ExitCode.UNHEALTHY)
