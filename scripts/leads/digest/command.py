"""`leads digest`: what changed, for marketing and sales."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leads.base.console import count, screen
from leads.base.invocation import settings_of
from leads.base.settings import parse_date


def digest(
    ctx: typer.Context,
    output: Annotated[
        Path | None, typer.Option(help="Folder to write to. Default: leads.digests beside the warehouse.")
    ] = None,
    since: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="What changed after this date; the last digest by default.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Send it also when that of the date was sent.")] = False,
    no_send: Annotated[bool, typer.Option("--no-send", help="Only write it.")] = False,
) -> None:
    """Write what changed as a page and as text, and send it where LEADS_NOTIFY_URLS names channels.

    New hand-overs with reasons, promises to keep, who goes cold, who moved and why, the funnel of the week, refused data:
    from what is published. A digest is sent once for each date. See docs/activation.md.

    [b]Examples[/b]

    leads publish && leads digest

    leads digest --since 2026-06-01 --no-send --output .
    """
    from leads.digest.deliver import deliver

    settings = settings_of(ctx)
    begin = parse_date(since, "--since") if since else None
    done = deliver(settings, output.absolute() if output else None, begin, again, not no_send)
    out = screen()
    out.print(f"Wrote {settings.shown(done.page)} and {done.text.name}.", soft_wrap=True, markup=False)
    if done.sent_to is not None:
        out.print(f"Sent to {count(done.sent_to, 'channel')}.")
    elif done.was_sent and not no_send:
        out.print("It was sent before: --again sends it once more.")
