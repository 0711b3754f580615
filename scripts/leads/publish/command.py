"""`leads publish` and `leads rollback`: what analysts and BI tools read."""

from __future__ import annotations

from typing import Annotated

import typer

from leads.base.console import screen
from leads.base.invocation import settings_of
from leads.base.settings import Settings
from leads.publish.generation import Generation
from leads.publish.layout import AUDIENCES, Layout
from leads.publish.publish import publish as publish_warehouse
from leads.publish.publish import roll_back


def publish(
    ctx: typer.Context,
    keep: Annotated[int, typer.Option(min=2, help="Generations to keep, to go back to.")] = 3,
) -> None:
    """Publish the last build: one file for analysts, one for BI tools without e-mails and names.

    Only a complete build that passed its tests is published. Readers see the files of before or the new ones.

    [b]Examples[/b]

    leads build && leads publish

    leads publish --keep 14
    """
    settings = settings_of(ctx)
    generation, is_new = publish_warehouse(settings, keep)
    told = "Published" if is_new else "The last build is published already, as"
    _show(settings, f"{told} generation {generation.number} as of {generation.as_of_date}:")


def rollback(
    ctx: typer.Context,
    to: Annotated[int | None, typer.Option(min=1, help="Generation to go back to; the one before by default.")] = None,
) -> None:
    """Serve an earlier generation again; the warehouse itself stays as it is.

    [b]Examples[/b]

    leads rollback

    leads rollback --to 12
    """
    settings = settings_of(ctx)
    generation: Generation = roll_back(settings, to)
    _show(
        settings,
        f"Generation {generation.number} now serves what generation {generation.rolled_back_to} held, "
        f"as of {generation.as_of_date}:",
    )


def _show(settings: Settings, sentence: str) -> None:
    out = screen()
    out.print(sentence, soft_wrap=True)
    layout = Layout(settings.warehouse)
    for audience in AUDIENCES:
        out.print(f"  {audience:<10}{settings.shown(layout.served(audience))}", soft_wrap=True)
