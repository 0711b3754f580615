"""One look for every screen: width, numbers and names in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

WIDTH = 100


def screen() -> Console:
    """Standard output, at most 100 columns; without colours when piped, in a dumb terminal or with NO_COLOR."""
    return _console(stderr=False)


def error_screen() -> Console:
    """Standard error, for errors and progress. Said to be interactive: else progress leaves a blank line when piped."""
    return _console(stderr=True)


def _console(stderr: bool) -> Console:
    console = Console(stderr=stderr, highlight=False, soft_wrap=False, force_interactive=stderr or None)
    console.width = min(WIDTH, console.width) if console.is_terminal and not console.is_dumb_terminal else WIDTH
    return console


def progress(*more: ProgressColumn) -> Progress:
    """A bar on standard error for anything longer than two seconds: what is done, how many of how many, time so far; more
    columns after these."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    return Progress(*columns, *more, console=error_screen(), transient=True)


def table(left: Sequence[str], right: Sequence[str] = ()) -> Table:
    """An empty table: headings of text columns, then headings of number columns. A long id goes on in the next line, never cut."""
    made = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True)
    for heading in left:
        made.add_column(heading, overflow="fold")
    for heading in right:
        made.add_column(heading, justify="right")
    return made


def titled(out: Console, title: str, rows: Table) -> None:
    """Print a table under its title, with a blank line before."""
    out.print(f"\n[b]{title}[/b]")
    out.print(rows)


def points(value: Decimal | None, signed: bool = False) -> str:
    """Points with one decimal, a dash for none; with a sign when they add to something. Zero never has a sign."""
    if value is None:
        return "-"
    shown = f"{value:+.1f}" if signed else f"{value:.1f}"
    return "0.0" if float(shown) == 0 else shown


def words(name: object) -> str:
    """A slug as words: `customer_marketing` becomes `customer marketing`; nothing becomes a dash."""
    return str(name).replace("_", " ") if name not in (None, "") else "-"


def day(moment: date | datetime | None) -> str:
    """A date as YYYY-MM-DD, a dash for none."""
    return moment.strftime("%Y-%m-%d") if moment else "-"


def count(number: int, singular: str, plural: str = "") -> str:
    """A number with its noun: `1 lead`, `2,500 leads`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def printable(name: str) -> str:
    """A name from outside as it may be shown: control characters would steer the terminal."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in name)
