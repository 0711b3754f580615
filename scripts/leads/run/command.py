"""`leads run`: everything in order, as often as one likes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leads.base.console import error_screen, printable, screen
from leads.base.errors import ExitCode, LeadsError
from leads.base.invocation import settings_of

if TYPE_CHECKING:
    from leads.base.settings import Settings
    from leads.run.cycle import Line
    from leads.run.steps import Request


def run(
    ctx: typer.Context,
    mapping: Annotated[
        list[Path] | None, typer.Argument(help="Mapping files to load, or folders that hold a mapping.yml.")
    ] = None,
    source: Annotated[Path | None, typer.Option(help="Folder of the files, instead of the mapping's.")] = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", help="Sync this destination; repeatable. Default: all that are enabled.")
    ] = None,
    keep: Annotated[int, typer.Option(min=2, help="Generations to keep, to go back to.")] = 3,
    every: Annotated[
        int | None, typer.Option(min=1, metavar="SECONDS", help="Stay, and run again after so many seconds.")
    ] = None,
) -> None:
    """Load, build and test, publish, sync, write the digest: in this order, up to the first that fails.

    What has nothing new is skipped, so it may be called every few minutes; the next call goes on where one ended. Exit codes are
    those of the step that failed; 5 while another run goes on. See docs/activation.md.

    [b]Examples[/b]

    leads run my_data/

    leads run my_data/ --to csv --every 60
    """
    from leads.run.steps import Request

    settings = settings_of(ctx)

    def warn(sentence: str) -> None:
        error_screen().print(printable(sentence), style="yellow", markup=False, soft_wrap=True)

    request = Request(
        tuple(mapping or ()), source.absolute() if source else None, tuple(to or ()), keep=keep, warn=warn
    )
    if every is None:
        _once(settings, request)
        return
    while True:
        try:
            _once(settings, request, quiet=True)
        except LeadsError as error:
            if error.exit_code in (ExitCode.INTERRUPTED, ExitCode.USAGE):
                raise
            error_screen().print(printable(str(error)), style="red", markup=False, soft_wrap=True)
        time.sleep(every)


def _once(settings: Settings, request: Request, quiet: bool = False) -> None:
    """quiet: nothing is said of a run that had nothing to do."""
    from leads.run.cycle import run as carry_out

    begun, lines = time.monotonic(), 0

    def say(line: Line) -> None:
        nonlocal lines
        if line.is_news or line.is_failed or not quiet:
            lines += 1
            screen().print(
                f"{line.step:<8} {line.seconds:>6.1f} s  {printable(line.said)}", markup=False, soft_wrap=True
            )

    try:
        carry_out(settings, request, say)
    finally:
        if lines:
            screen().print(f"{'in all':<8} {time.monotonic() - begun:>6.1f} s", markup=False)
