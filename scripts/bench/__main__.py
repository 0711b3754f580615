"""python -m bench --size 1m: measure, print the tables, write them into docs/benchmarks.md."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from bench.load.write_load import STEP, Load
from bench.page import show, write_section
from bench.scenario import Scenario
from leads.base.console import error_screen
from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import PROJECT_DIR

UNITS = {"": 1, "k": 1_000, "m": 1_000_000}


def parse_size(text: str) -> int:
    """A number of events: 50k, 1m, 100m, 250000. Raises LeadsError (USAGE) for anything else."""
    found = re.fullmatch(r"(\d{1,6})([km]?)", text.strip().lower())
    events = int(found[1]) * UNITS[found[2]] if found else 0
    if not events or events % STEP:
        raise LeadsError(
            f"--size is {text!r}; give a number of events such as 50k, 1m or 100m, a multiple of {STEP:,}.",
            ExitCode.USAGE,
        )
    return events


def bench(
    size: Annotated[str, typer.Option(help="Events of the load: 1m, 10m, 100m.")] = "1m",
    repeat: Annotated[int, typer.Option(min=1, help="How often everything is measured.")] = 1,
    seed: Annotated[int, typer.Option(min=0, help="Another number gives another load.")] = 1,
    short: Annotated[bool, typer.Option("--short", help="No more than the first whole build and a night.")] = False,
    folder: Annotated[Path, typer.Option(help="Where the load and the warehouse are written.")] = PROJECT_DIR
    / "target/bench",
    page: Annotated[Path, typer.Option(help="The page whose section is replaced.")] = PROJECT_DIR
    / "docs/benchmarks.md",
) -> None:
    """Measure the build beside the floor, Polars and pandas."""
    load = Load(events=parse_size(size), seed=seed)
    place = folder.absolute() / f"{load.events}_{seed}"
    scenario = Scenario(load, PROJECT_DIR / "seeds/rules", place, lambda text: error_screen().print(text), short)
    outcome = scenario.run(repeat)
    show(load, outcome)
    write_section(page, load, outcome)


def main() -> None:
    """Run; an error is one sentence and its exit code."""
    try:
        typer.run(bench)
    except LeadsError as error:
        error_screen().print(str(error), markup=False, soft_wrap=True)
        raise SystemExit(int(error.exit_code)) from None


if __name__ == "__main__":
    main()
