"""What the user typed before the command: the settings, commands offered to copy, a date that does not fit."""

from __future__ import annotations

import shlex
import shutil
import sys
from datetime import date
from pathlib import Path

import typer

from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import Settings, parse_date

REPEATED = {"--warehouse": "warehouse", "--rules": "rules_dir", "--example": "example"}


def settings_of(ctx: typer.Context) -> Settings:
    """The settings the options gave, or those of the environment when a command runs without the main entry."""
    return ctx.obj if isinstance(ctx.obj, Settings) else Settings.from_environment()


def program() -> str:
    """`leads`, or the path it was run by: `.venv/bin/leads`."""
    called = sys.argv[0]
    is_path = Path(called).stem == "leads" and Path(called).name != called
    return called if is_path and called != shutil.which("leads") else "leads"


def typed(ctx: typer.Context) -> str:
    """The program and the options before the command as the user gave them, without the date."""
    given = ctx.find_root().params
    options = [f"{option} {shlex.quote(str(given[name]))}" for option, name in REPEATED.items() if given.get(name)]
    return " ".join([shlex.quote(program()), *options])


def require_date(ctx: typer.Context, built: date | None) -> None:
    """Raises LeadsError (USAGE) when --as-of-date was given before a reading command and the scores are of another day."""
    asked = ctx.find_root().params.get("as_of_date")
    if asked and built and parse_date(asked, "--as-of-date") != built:
        raise LeadsError(
            f"The scores are as of {built}; run `{typed(ctx)} build --as-of-date {asked}` for that day.", ExitCode.USAGE
        )
