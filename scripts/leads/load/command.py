"""`leads load`: land the files of a mapping and account for every record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.markup import escape
from rich.table import Table

from leads.base.console import count, printable, progress, screen
from leads.base.errors import ExitCode, LeadsError
from leads.base.invocation import settings_of
from leads.load.load_file import Delivered
from leads.load.load_mapping import LoadReport, load_mapping
from leads.load.rejected import STRICT, check_landed, read_limit

RARE = ("suppressed", "left_out")
SHOWN = 8


def load(
    ctx: typer.Context,
    mapping: Annotated[Path, typer.Argument(help="Mapping file, or a folder that holds a mapping.yml.")],
    source: Annotated[Path | None, typer.Option(help="Folder of the files, instead of the mapping's.")] = None,
    warehouse: Annotated[Path | None, typer.Option(help="DuckDB file, instead of the one in the settings.")] = None,
    max_rejected: Annotated[
        str | None,
        typer.Option(
            metavar="N or N%", help="Keep nothing of the load if more of a file is rejected: rows or per cent."
        ),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="As --max-rejected 0.")] = False,
) -> None:
    """Land files in the raw tables: typed, every record landed or rejected with its reason.

    The same bytes land once. If one file cannot be read, nothing of the load lands. A load of which nothing landed ends
    with exit code 8.

    [b]Examples[/b]

    leads --example complete_journey load examples/complete_journey

    leads load mapping.yml --source exports/2026-06-30

    leads --warehouse trial.duckdb load mapping.yml

    leads load mapping.yml --max-rejected 2%
    """
    settings = settings_of(ctx)
    if strict and max_rejected is not None:
        raise LeadsError("--strict and --max-rejected exclude each other: keep one.", ExitCode.USAGE)
    limit = STRICT if strict else read_limit(max_rejected) if max_rejected is not None else None
    with progress() as bar:
        task = bar.add_task("Preparing", total=None)

        def track(files: list[Delivered]) -> Iterator[Delivered]:
            for done, file in enumerate(files):
                bar.update(
                    task, description=f"Loading {escape(printable(file.name))}", completed=done, total=len(files)
                )
                yield file

        prepared = settings.target_dir / "prepared"
        place = warehouse or settings.warehouse
        report = load_mapping(mapping, place, source, prepared=prepared, track=track, limit=limit)
    _show(report)
    check_landed(report.files)


def first_of(names: Sequence[str]) -> str:
    """The first names of a long list, and how many follow."""
    more = len(names) - SHOWN
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:SHOWN])} and {more:,} more"


def _show(report: LoadReport) -> None:
    out = screen()
    table = Table("table", "file", box=box.SIMPLE)
    counted = ["landed", "rejected", *(name for name in RARE if any(getattr(file, name) for file in report.files))]
    for heading in ("records", *counted):
        table.add_column(heading.replace("_", " "), justify="right")
    for file in report.files:
        cells = ["loaded before"] if file.is_known else [f"{getattr(file, name):,}" for name in counted]
        table.add_row(file.table, escape(printable(file.file)), f"{file.records:,}", *cells)
    for name, pattern in report.unmatched:
        table.add_row(name, escape(printable(pattern)), "no file")
    out.print(table)
    new = [file for file in report.files if not file.is_known]
    for file in new:
        name = printable(file.file)
        if file.ignored:
            ignored = printable(first_of(file.ignored))
            out.print(f"{name}: not mapped, so not loaded: {ignored}.", markup=False)
        for note in file.notes:
            out.print(f"{name}: {printable(note)}.", style="yellow", markup=False)
        if file.missing:
            missing = printable(first_of(file.missing))
            hint = "" if any(key.startswith("/") for key in file.missing) else "; a nested value is written /user/lead"
            out.print(f"{name}: no record has the key {missing}{hint}.", style="red", markup=False)
        if file.shared:
            out.print(
                f"{name}: {count(file.shared, 'id')} of {file.table} came by another entry as well and "
                f"{'is' if file.shared == 1 else 'are'} kept apart; if they are the same things, write `namespace: shared` "
                "into both entries and load into a new warehouse.",
                style="yellow",
                markup=False,
            )
        if file.ended:
            out.print(f"{name}: {file.ended:,} of {file.table} no longer in the export, marked deleted.", markup=False)
        if file.rejected and not file.landed:
            out.print(
                f"{name}: NOT ONE of its {count(file.records, 'record')} fitted, {file.table} got nothing from it; see "
                "the reasons in raw.rejected_rows, correct the mapping or the file, and load again.",
                style="red",
                markup=False,
            )
    rejected = sum(file.rejected for file in new)
    landed = sum(file.landed for file in new)
    suppressed = sum(file.suppressed for file in new)
    if suppressed:
        out.print(
            f"{count(suppressed, 'row')} of erased people came again and {'was' if suppressed == 1 else 'were'} not kept."
        )
    if report.batch_id is None:
        out.print("Nothing new: every file had been loaded before.")
    elif rejected:
        out.print(
            f"Load {report.batch_id} landed {count(landed, 'row')}; {count(rejected, 'row')} did not fit and "
            f"{'is' if rejected == 1 else 'are'} in raw.rejected_rows with file, line and reason."
        )
    else:
        out.print(f"Load {report.batch_id} landed {count(landed, 'row')}; none was rejected.")
