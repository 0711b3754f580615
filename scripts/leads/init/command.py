"""`leads init`: make a checkout ready for its first load."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, metadata, requires, version

import typer
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

from leads.base.console import count, screen
from leads.base.contract import read_contract
from leads.base.errors import ExitCode, LeadsError
from leads.base.invocation import settings_of, typed
from leads.base.warehouse import connect
from leads.load.create_raw_tables import create_raw_tables

PROJECT = "lead-scoring"
CHECKED = ("dbt-core", "dbt-duckdb", "duckdb")


def init(ctx: typer.Context) -> None:
    """Check the installation and create an empty warehouse with the raw tables. What is there is kept.

    [b]Examples[/b]

    leads init

    leads --warehouse warehouse/trial.duckdb init
    """
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
