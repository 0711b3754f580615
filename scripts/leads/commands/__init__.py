"""The sub-commands of `leads`, one a file."""

from __future__ import annotations

import typer

from leads.settings import Settings


def settings_of(ctx: typer.Context) -> Settings:
    """The settings the options gave, or those of the environment when a command runs without the main entry."""
    return ctx.obj if isinstance(ctx.obj, Settings) else Settings.from_environment()
