"""`leads build`: check the rules, run dbt, say what came of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from leads.base.console import count, error_screen, printable, screen
from leads.base.invocation import settings_of
from leads.base.settings import parse_date
from leads.build.build import build as carry_out
from leads.build.progress import RunProgress
from leads.build.screen import showing


def build(
    ctx: typer.Context,
    as_of_date: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="Date every number is for; today by default.")
    ] = None,
    full_refresh: Annotated[bool, typer.Option("--full-refresh", help="Keep nothing of the last build.")] = False,
    select: Annotated[
        list[str] | None, typer.Option("--select", "-s", help="Only these nodes, in dbt's words. Repeatable.")
    ] = None,
    skip_tests: Annotated[bool, typer.Option("--skip-tests", help="Build without testing.")] = False,
) -> None:
    """Build and test every score as of one date.

    [b]Examples[/b]

    leads build

    leads build --as-of-date 2026-06-30

    leads build --select +lead_scores
    """
    settings = settings_of(ctx)
    if as_of_date:
        settings = replace(settings, as_of_date=parse_date(as_of_date, "--as-of-date"))
    run = RunProgress()
    warnings: list[str] = []
    try:
        with showing(run, "Building"):
            summary = carry_out(settings, run, warnings.append, full_refresh, select or (), skip_tests)
    finally:
        for warning in warnings:
            error_screen().print(printable(warning), style="yellow", markup=False, soft_wrap=True)
    tested = "not tested" if skip_tests else f"{count(summary.tests - summary.warnings, 'test')} passed"
    warned = f", {count(len(warnings), 'warning')}" if warnings else ""
    screen().print(
        f"Built {count(summary.models, 'model')} as of {settings.effective_as_of_date}, "
        f"{tested}{warned}, {summary.seconds:.0f} s."
    )
    for sentence in summary.said:
        screen().print(printable(sentence), markup=False, soft_wrap=True)
