"""`leads replay`: score a range of past dates again, each with what was known on it."""

from __future__ import annotations

from typing import Annotated

import typer

from leads.base.console import count, screen
from leads.base.invocation import settings_of
from leads.base.settings import parse_date
from leads.build.screen import showing
from leads.replay.request import Request
from leads.replay.run import run_replay
from leads.rules import check_rules


def replay(
    ctx: typer.Context,
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="First date to score.")],
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="Last date to score.")],
    ruleset: Annotated[
        str, typer.Option(help="Models to score by: active, or candidate to try candidates out beside them.")
    ] = "active",
) -> None:
    """Score a range of past dates again and replace them in the history; the present stays as it is.

    Each date counts what had happened and had been loaded by then. Candidates get a history of their own.

    [b]Examples[/b]

    leads replay --from 2026-01-01 --to 2026-06-30

    leads replay --from 2026-01-01 --to 2026-06-30 --ruleset candidate
    """
    settings = settings_of(ctx)
    request = Request(parse_date(first, "--from"), parse_date(last, "--to"), ruleset)
    request.check(settings.today)
    check_rules(settings.rules)
    summary = run_replay(settings, request, showing)
    screen().print(
        f"Replayed {count(request.days, 'day')} from {request.first} to {request.last} into {request.mart}: "
        f"{count(summary.leads, 'lead')}, {count(summary.rows, 'row')}, {summary.seconds:.0f} s.",
        soft_wrap=True,
    )
