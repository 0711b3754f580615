"""`leads export`: published marts as files."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import Annotated

import duckdb
import typer

from leads.base import sql
from leads.base.console import screen, table
from leads.base.errors import ExitCode, LeadsError
from leads.base.invocation import settings_of
from leads.export.export_table import export_table
from leads.publish.layout import ANALYSTS, BI, Layout

USUAL = ("lead_scores", "lead_score_ledger", "sales_queue", "account_scores")


class Format(str, Enum):
    """Kinds of files."""

    csv = "csv"
    parquet = "parquet"


def export(
    ctx: typer.Context,
    tables: Annotated[list[str] | None, typer.Argument(help=f"Marts; by default {', '.join(USUAL)}.")] = None,
    form: Annotated[Format, typer.Option("--format", help="Kind of file.")] = Format.csv,
    output: Annotated[Path | None, typer.Option(help="Folder; by default exports/ beside the published files.")] = None,
    from_bi: Annotated[bool, typer.Option("--bi", help="From the BI file, without e-mails and names.")] = False,
) -> None:
    """Write published marts to CSV or Parquet files, each complete or absent.

    [b]Examples[/b]

    leads export

    leads export lead_scores --format parquet --output scores
    """
    settings = settings_of(ctx)
    layout = Layout(settings.warehouse)
    served = layout.served(BI if from_bi else ANALYSTS)
    if not served.exists():
        raise LeadsError("Nothing is published yet: run `leads build` and `leads publish` first.", ExitCode.NOT_FOUND)
    written = table(["file"], ["rows"])
    with layout.locked(), duckdb.connect() as con:
        con.execute(f"attach {sql.text(str(served))} as published (read_only); use published")
        for name in tables or USUAL:
            path, rows = export_table(con, name, output or layout.exports, form.value)
            written.add_row(settings.shown(path.absolute()), f"{rows:,}")
    screen().print(written)
