"""`leads init`: make a checkout ready for its first load."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from pathlib import Path
from typing import Annotated

import typer
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from leads.base.console import count, error_screen, progress, screen
from leads.base.contract import read_contract
from leads.base.errors import ExitCode, LeadsError
from leads.base.invocation import settings_of, typed
from leads.base.on_disk import is_there
from leads.base.warehouse import connect
from leads.load.create_raw_tables import create_raw_tables
from leads.load.draft.draft import MAPPING, draft_mapping

PROJECT = "lead-scoring"
CHECKED = ("dbt-core", "dbt-duckdb", "duckdb")


def init(
    ctx: typer.Context,
    source: Annotated[
        Path | None, typer.Option("--from", help="Folder of unknown files: draft their mapping and show it.")
    ] = None,
    write: Annotated[
        bool, typer.Option("--write", help="With --from: write it to mapping.yml in that folder.")
    ] = False,
) -> None:
    """Check the installation and create an empty warehouse with the raw tables. What is there is kept.

    With --from nothing is created: the files of a folder are looked at, and a mapping of them is drafted and shown, with
    what is uncertain marked.

    [b]Examples[/b]

    leads init

    leads --warehouse warehouse/trial.duckdb init

    leads init --from exports --write
    """
    if source is not None:
        _draft(ctx, source, write)
        return
    if write:
        raise LeadsError("--write stands without --from: name the folder of your files.", ExitCode.USAGE)
    settings = settings_of(ctx)
    out = screen()
    out.print(f"{', '.join(check_versions())}.")
    rules = sorted(settings.rules.glob("*.csv"))
    if not rules:
        raise LeadsError(
            f"{settings.shown(settings.rules)} holds no rule seeds; point --rules at a folder that does.",
            ExitCode.NOT_FOUND,
        )
    out.print(f"Rules in force: {settings.shown(settings.rules)} ({count(len(rules), 'seed')}).", soft_wrap=True)
    contract = read_contract()
    with connect(settings.warehouse, read_only=False) as con:
        create_raw_tables(con, contract.values())
    out.print(f"Warehouse: {settings.shown(settings.warehouse)} ({count(len(contract), 'raw table')}).", soft_wrap=True)
    out.print("Next:")
    for command, what in (
        ("load MAPPING", "land your files"),
        ("rules check", "check the rules"),
        ("build", "build and test the scores"),
        ("report", "see the leads"),
    ):
        out.print(f"  {typed(ctx)} {command:<14} {what}", markup=False, soft_wrap=True)


def _draft(ctx: typer.Context, folder: Path, write: bool) -> None:
    target = folder / MAPPING
    if write and is_there(target):
        raise LeadsError(f"{target} is there already: move it away, or leave out --write.", ExitCode.USAGE)
    with progress() as bar:
        task = bar.add_task("Looking", total=None)

        def track(files: list[Path]) -> Iterator[Path]:
            for done, file in enumerate(files):
                bar.update(task, completed=done, total=len(files))
                yield file

        draft = draft_mapping(folder, read_contract(), track)
    typer.echo(draft.text, nl=False)
    note = error_screen()
    mapped = [
        proposal for proposal in draft.proposals if proposal.table and not (proposal.missing or proposal.is_second)
    ]
    note.print(
        f"{count(len(mapped), 'entry', 'entries')} drafted, {count(draft.doubts, 'place')} marked with a question mark"
        f"{f'; written to {target}' if write else '; nothing was written (--write)'}.",
        markup=False,
        soft_wrap=True,
    )
    if write:
        target.write_text(draft.text, encoding="utf-8")
        command = f"{typed(ctx)} --warehouse trial.duckdb load {folder}"
        note.print(f"Next: correct it, then try it with {command}", markup=False, soft_wrap=True)


def check_versions() -> list[str]:
    """Python and the packages everything rests on, with their versions, held against the project's own metadata.

    Raises LeadsError (USAGE) for one that is missing or outside of the versions the project was tested with.
    """
    asked = [Requirement(text) for text in requires(PROJECT) or []]
    wanted = {"Python": SpecifierSet(metadata(PROJECT)["Requires-Python"])}
    wanted |= {need.name: need.specifier for need in asked if need.name in CHECKED}
    found = []
    for name, versions in wanted.items():
        try:
            installed = platform.python_version() if name == "Python" else version(name)
        except PackageNotFoundError:
            installed = ""
        if not installed or not versions.contains(installed, prereleases=True):
            has = f"is {installed}" if installed else "is not installed"
            raise LeadsError(f"{name} {has}, but the project needs {versions}; run `make setup`.", ExitCode.USAGE)
        found.append(f"{name} {installed}")
    return found
