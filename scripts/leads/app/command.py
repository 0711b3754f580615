"""`leads app`: the pages, in the browser."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from leads.base.errors import ExitCode, LeadsError
from leads.base.invocation import settings_of

LOOPBACK = "127.0.0.1"


def app(
    ctx: typer.Context,
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8501,
    address: Annotated[str, typer.Option(help="Address to listen on; this machine only by default.")] = LOOPBACK,
    access: Annotated[
        Path | None,
        typer.Option(help="File that says who sees names, for an app behind a proxy. Default: LEADS_APP_ACCESS."),
    ] = None,
    figures: Annotated[
        bool, typer.Option("--figures", help="Without an access file: only the file without personal data.")
    ] = False,
) -> None:
    """Show what is published: queue, leads, funnel, return, personas, model, rules and data. Stop it with Ctrl-C.

    It only reads, and never the warehouse itself. Behind a proxy each reader sees names or figures (docs/app.md).

    [b]Examples[/b]

    leads build && leads publish && leads app

    leads app --port 8600 --access access.yml
    """
    if find_spec("streamlit") is None:
        needs = "Python 3.11 or newer" if sys.version_info < (3, 11) else "Streamlit; run `uv sync --group app`"
        raise LeadsError(f"The app needs {needs}.", ExitCode.NOT_FOUND)
    from leads.app.serve import serve

    serve(settings_of(ctx), address, port, access.absolute() if access else None, figures)
