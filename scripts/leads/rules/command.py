"""`leads rules`: the folder of rule seeds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leads.base.console import count, printable, screen
from leads.base.errors import ExitCode, LeadsError
from leads.base.invocation import settings_of
from leads.base.on_disk import is_folder
from leads.rules import find_problems
from leads.rules.describe import describe as page_of_rules

app = typer.Typer(no_args_is_help=True, help="The rules that make the scores.")


@app.callback()
def rules() -> None:
    """The rules that make the scores."""


@app.command()
def check(
    ctx: typer.Context,
    rules: Annotated[
        Path | None, typer.Option(help="Folder of rule seeds. Default: LEADS_RULES, else seeds/rules.")
    ] = None,
) -> None:
    """Check every rule seed and say in one sentence each what is wrong.

    [b]Examples[/b]

    leads rules check

    leads rules check --rules examples/olist/rules
    """
    settings = settings_of(ctx)
    folder = rules.absolute() if rules else settings.rules
    if not is_folder(folder):
        raise LeadsError(
            f"There is no folder of rule seeds at {settings.shown(folder)}; name one with --rules.", ExitCode.NOT_FOUND
        )
    problems = find_problems(folder, settings.project_dir / "seeds" / "mappings")
    for problem in problems:
        screen().print(printable(str(problem)), markup=False, soft_wrap=True)
    if problems:
        raise LeadsError(f"{count(len(problems), 'problem')} in {settings.shown(folder)}.", ExitCode.BAD_RULES)
    screen().print(f"The rules in {settings.shown(folder)} are in order.")


@app.command()
def describe() -> None:
    """Print what each column of each rule seed means and may hold, as Markdown: the page docs/rules.md.

    [b]Example[/b]

    leads rules describe > docs/rules.md
    """
    typer.echo(page_of_rules(), nl=False)
