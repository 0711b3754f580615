"""`leads rules`: the folder of rule seeds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from leads.base.console import count, printable, screen
from leads.base.errors import ExitCode, LeadsError
from leads.base.invocation import settings_of
from leads.base.marts import reading
from leads.base.on_disk import is_folder, is_there
from leads.base.settings import Settings
from leads.rules import find_problems
from leads.rules.against_data import find_unmatched_in, find_untouched
from leads.rules.describe import describe as page_of_rules
from leads.rules.read import read_seed
from leads.rules.seeds import RULE_SEEDS

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
    """Check every rule seed and say in one sentence each what is wrong; of rules in order, what no record of the warehouse has.

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
    _tell_caps(folder)
    if folder.resolve() == settings.rules.resolve() and is_there(settings.warehouse):
        _ask_warehouse(settings)


@app.command()
def describe() -> None:
    """Print what each column of each rule seed means and may hold, as Markdown: the page docs/rules.md.

    [b]Example[/b]

    leads rules describe > docs/rules.md
    """
    typer.echo(page_of_rules(), nl=False)


def _tell_caps(folder: Path) -> None:
    rows = read_seed(folder, next(seed for seed in RULE_SEEDS if seed.name == "engagement_rules"))[0].rows
    capped = sum(row.text("cap_days") not in ("", "1") for row in rows)
    if capped:
        screen().print(
            f"{count(capped, 'rule')} with cap_days above 1: the days are fixed periods since 1970-01-01, the same for all, so two "
            "events a few days apart may both count, and of two in one period the later may not.",
            soft_wrap=True,
        )


def _ask_warehouse(settings: Settings) -> None:
    try:
        with reading(settings) as con:
            unmatched = find_unmatched_in(con, settings.rules)
            untouched = find_untouched(con)
    except LeadsError as error:
        screen().print(printable(f"The warehouse was not asked: {error}"), markup=False, soft_wrap=True)
        return
    if unmatched or untouched:
        screen().print(
            f"\nWhat the warehouse {settings.shown(settings.warehouse)} does not have:", markup=False, soft_wrap=True
        )
    for line in [*map(str, unmatched), *([untouched] if untouched else [])]:
        screen().print(printable(line), markup=False, soft_wrap=True)
