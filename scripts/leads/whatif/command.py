"""`leads whatif`: what a change of rules would do, before it is merged."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from leads.base.console import screen
from leads.base.errors import ExitCode, LeadsError
from leads.base.invocation import require_date, settings_of
from leads.base.marts import built_on, reading
from leads.whatif.documents import as_json, as_markdown
from leads.whatif.gates import Gate, shut
from leads.whatif.preview import preview
from leads.whatif.show import show


class Form(str, Enum):
    """How a preview is written."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def whatif(
    ctx: typer.Context,
    rules: Annotated[
        Path | None, typer.Option(help="Folder of rule seeds to try. Default: LEADS_RULES, else seeds/rules.")
    ] = None,
    candidate: Annotated[
        str | None, typer.Option(help="Try this candidate of scoring_models as the active model of its audience.")
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="text, json, or markdown for a pull request.")] = Form.TEXT,
    leads: Annotated[int, typer.Option(min=0, help="Leads that are listed, in text and Markdown; JSON has all.")] = 10,
    max_moved: Annotated[
        str | None, typer.Option(help="End with exit code 11 when more leads move: 5% of them, or a number.")
    ] = None,
    within_capacity: Annotated[
        bool,
        typer.Option("--within-capacity", help="End with exit code 11 when more MQLs a week come than sales takes."),
    ] = False,
    with_quality: Annotated[
        bool,
        typer.Option(
            "--quality/--no-quality", help="Measure the model on the landmarks that were scored, before and after."
        ),
    ] = True,
) -> None:
    """Show what other rules would change on the facts of the last build: who moves and why, MQLs a week, how well the score ranks.

    The statements of the build run again as far as the rules touch them; nothing is written.

    [b]Examples[/b]

    leads whatif --rules changed_rules

    leads whatif --rules learnt --candidate b2b_learnt

    leads whatif --format markdown --max-moved 5%
    """
    settings = settings_of(ctx)
    most = Gate.read(max_moved) if max_moved is not None else None
    with reading(settings) as con:
        require_date(ctx, built_on(con))
    folder = rules.absolute() if rules else settings.rules
    found = preview(settings.warehouse, folder, candidate=candidate, with_quality=with_quality)
    problems = shut(found, most, within_capacity)
    if form is Form.TEXT:
        show(screen(), found, leads)
    else:
        typer.echo(as_json(found, problems) if form is Form.JSON else as_markdown(found, problems, leads))
    if problems:
        raise LeadsError(" ".join(problems), ExitCode.GUARDED)
