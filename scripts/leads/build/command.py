"""`leads build`: check the rules, run dbt, say what came of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from leads.base.console import count, error_screen, printable, screen
from leads.base.contract import read_contract
from leads.base.errors import ExitCode, LeadsError
from leads.base.invocation import settings_of
from leads.base.settings import parse_date
from leads.base.warehouse import connect, record_of
from leads.build.dbt_runner import TESTS, run_dbt
from leads.build.progress import RunProgress
from leads.build.screen import showing
from leads.load.check_raw_tables import check_increments, check_raw_tables
from leads.rules import check_rules


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
    check_rules(settings.rules)
    with connect(record_of(settings.warehouse)):
        pass  # creates the file, or says who holds it
    with connect(settings.warehouse) as con:
        check_raw_tables(con, read_contract().values())
        if not full_refresh:
            check_increments(con)
    arguments = ["build", "--exclude", "tag:record"]  # the record tells what was published: `leads publish` writes it
    arguments += ["--full-refresh"] if full_refresh else []
    arguments += ["--select", *select] if select else []
    # Unit tests prove the SQL, not the data: `make test` and a plain `dbt build` run them.
    arguments += ["--exclude-resource-type", *(TESTS if skip_tests else ["unit_test"])]
    run = RunProgress()
    warnings: list[str] = []
    try:
        with showing(run, "Building"):
            summary = run_dbt(settings, arguments, run, warn=warnings.append)
    finally:
        for warning in warnings:
            error_screen().print(printable(warning), style="yellow", markup=False, soft_wrap=True)
    if not summary.models + summary.tests:
        raise LeadsError(
            f"Nothing was built: --select {' '.join(select or ())} matches no model, seed or test; `dbt ls` lists the names.",
            ExitCode.USAGE,
        )
    tested = "not tested" if skip_tests else f"{count(summary.tests - summary.warnings, 'test')} passed"
    warned = f", {count(len(warnings), 'warning')}" if warnings else ""
    screen().print(
        f"Built {count(summary.models, 'model')} as of {settings.effective_as_of_date}, "
        f"{tested}{warned}, {summary.seconds:.0f} s."
    )
    for sentence in summary.said:
        screen().print(printable(sentence), markup=False, soft_wrap=True)
