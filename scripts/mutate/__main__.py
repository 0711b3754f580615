"""Flip one value of the rule seeds at a time and list the flips that no test notices.

python -m mutate --rules seeds/rules --command "pytest -q tests/python/fast"
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from leads.base.console import count, error_screen, screen
from leads.base.errors import ExitCode
from leads.base.settings import PROJECT_DIR
from leads.rules.check import find_problems
from mutate.mutants import Mutant, make_mutants, write_mutant

# Inside the project: dbt takes seed paths relative to it.
COPY_DIR = Path("target") / "mutants"


def mutate(
    command: Annotated[str, typer.Option(help="Test command; it reads the rules from LEADS_RULES.")],
    rules: Annotated[Path, typer.Option(help="Folder of rule seeds.")] = Path("seeds/rules"),
    per_column: Annotated[int, typer.Option(min=1, help="Flips of each column.")] = 1,
    seed: Annotated[list[str] | None, typer.Option(help="Only these seeds. Repeatable.")] = None,
) -> None:
    """List the flips that survive. Exits with 0 when every flip is noticed, 1 otherwise.

    A flip is noticed when the checker of the rules refuses it or the command ends with an error. The command runs in
    the project folder and must succeed on the rules as they are.
    """
    folder = rules.absolute()
    problems = find_problems(folder)
    if problems:
        error_screen().print(
            f"The rules must be in order first: {problems[0]}",
            markup=False,
            soft_wrap=True,
        )
        raise typer.Exit(ExitCode.BAD_RULES)
    mutants = [mutant for mutant in make_mutants(folder, per_column) if not seed or mutant.seed in seed]
    try:
        survivors = find_survivors(folder, mutants, shlex.split(command))
    finally:
        shutil.rmtree(PROJECT_DIR / COPY_DIR, ignore_errors=True)
    if survivors is None:
        error_screen().print(
            "The command fails on the rules as they are; make it pass first.",
            markup=False,
        )
        raise typer.Exit(ExitCode.USAGE)
    for survivor in survivors:
        screen().print(str(survivor), markup=False, soft_wrap=True)
    screen().print(
        f"{count(len(mutants), 'flip')}, {len(mutants) - len(survivors)} noticed, {len(survivors)} survived."
    )
    raise typer.Exit(ExitCode.BUILD_FAILED if survivors else ExitCode.OK)


def find_survivors(rules_dir: Path, mutants: list[Mutant], command: list[str]) -> list[Mutant] | None:
    """The mutants under which the command still succeeds; None when it fails on a plain copy of the rules."""
    survivors: list[Mutant] = []
    copy = PROJECT_DIR / COPY_DIR
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(rules_dir, copy)
    if not _succeeds(command):
        return None
    with Progress(console=error_screen(), transient=True) as bar:
        for mutant in bar.track(mutants, description="Flipping"):
            write_mutant(rules_dir, copy, mutant)
            if not find_problems(copy) and _succeeds(command):
                survivors.append(mutant)
    return survivors


def _succeeds(command: list[str]) -> bool:
    environment = {**os.environ, "LEADS_RULES": str(COPY_DIR)}
    return subprocess.run(command, cwd=PROJECT_DIR, env=environment, capture_output=True, check=False).returncode == 0


if __name__ == "__main__":
    typer.run(mutate)
