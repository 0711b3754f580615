"""`leads generate`: a made-up world to try, test and measure with."""

from __future__ import annotations

import os
import shlex
from datetime import date
from math import isnan
from pathlib import Path
from typing import Annotated

import typer

from leads.base.console import progress, screen, table, titled, words
from leads.base.contract import read_contract
from leads.base.errors import ExitCode, LeadsError
from leads.base.invocation import settings_of, typed
from leads.base.settings import parse_date
from leads.generate.publish import MAPPING_NAME, mapping_text, replacing
from leads.generate.world import Outcomes, World, steps, write_world

EARLIEST, LATEST = date(1990, 1, 1), date(2199, 12, 31)


def generate(
    ctx: typer.Context,
    leads: Annotated[int, typer.Option(min=1, max=10_000_000, help="Number of leads.")] = 2000,
    days: Annotated[int, typer.Option(min=7, max=3650, help="Days from the first day to the end date.")] = 365,
    seed: Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Another number gives another world.")] = 1,
    end_date: Annotated[
        str | None,
        typer.Option(metavar="YYYY-MM-DD", help="Last day of the world; the as-of date of the settings by default."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="Folder to write to; an earlier world in it is replaced. Default: generated/.")
    ] = None,
    events_per_lead: Annotated[
        float, typer.Option(min=0.1, max=10_000, help="Mean number of events of a lead.")
    ] = 20.0,
    outcomes: Annotated[
        Outcomes,
        typer.Option(
            help="What decides who buys: latent fit and interest of a whole company; or, in a small world of leads, events and deals, "
            "the planted rules of truth/rules.csv; or chance alone."
        ),
    ] = Outcomes.latent,
) -> None:
    """Write a reproducible B2B and B2C world as Parquet files with a mapping, ready for `leads load`.

    The same options give the same tables. What each lead really was is in truth/truth.parquet, which is not loaded; of planted
    outcomes truth/ also has the rules, the attributes that know the outcome, and the row of conversion_rules to learn them by.

    [b]Examples[/b]

    leads generate --leads 2000 --days 365 --seed 1 --end-date 2026-06-30

    leads generate --outcomes planted --leads 4000 --days 365 --output planted

    leads generate --leads 100000 --days 730 --seed 7 --output generated/large && leads load generated/large
    """
    settings = settings_of(ctx)
    end = parse_date(end_date, "--end-date") if end_date else settings.effective_as_of_date
    if not EARLIEST <= end <= LATEST or isnan(events_per_lead):
        raise LeadsError(
            f"No world can be made of this: --end-date goes from {EARLIEST} to {LATEST}, --events-per-lead is a number.",
            ExitCode.USAGE,
        )
    folder = output.absolute() if output else settings.project_dir / "generated"
    world = World(leads=leads, days=days, seed=seed, end_date=end, events_per_lead=events_per_lead, outcomes=outcomes)
    tables = {name: table for name, table in read_contract().items() if table.is_loadable}
    with replacing(folder) as partial:
        with progress() as bar:
            task = bar.add_task("Generating", total=steps(world, tables))
            rows = write_world(
                world, tables, partial, lambda name: bar.update(task, advance=1, description=words(name))
            )
        (partial / MAPPING_NAME).write_text(mapping_text(world, list(world.tables_of(tables))), encoding="utf-8")
    shown = table(("Table",), ("Rows",))
    for name, number in rows.items():
        shown.add_row(name, f"{number:,}")
    out = screen()
    titled(out, f"{settings.shown(folder)}, seed {seed}, up to {end}", shown)
    written = os.path.relpath(folder) if folder.is_relative_to(Path.cwd()) else str(folder)
    out.print(f"\nNext: {typed(ctx)} load {shlex.quote(written)}", markup=False, soft_wrap=True)
