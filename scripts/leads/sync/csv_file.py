"""A destination that is a file: every row of the model, whole or as before."""

from __future__ import annotations

from pathlib import Path

import duckdb

from leads.base import sql
from leads.base.errors import ExitCode, LeadsError
from leads.base.settings import Settings
from leads.export.export_table import copy_whole, no_formula
from leads.sync.delivery import Journal, Outcome, Tally
from leads.sync.destination import CsvFile
from leads.sync.payload import KEY, SCHEMA, column_types, iso_moment, published, source_of
from leads.sync.plan import Choice, Counts


def file_of(settings: Settings, destination: CsvFile) -> Path:
    """Where the file of a destination lies."""
    return settings.project_dir / destination.path


def for_file(settings: Settings, destination: CsvFile, choice: Choice) -> Choice:
    """A file is written whole, and again when it is gone. Raises LeadsError (USAGE) for a part of it."""
    if choice.limit is not None or choice.only_keys:
        raise LeadsError(
            f"{destination.name} is a file and is written whole: leave --limit and --only-key.", ExitCode.USAGE
        )
    if file_of(settings, destination).exists():
        return choice
    return Choice(retry_rejected=choice.retry_rejected, is_full=True)


def write_file(
    con: duckdb.DuckDBPyConnection, settings: Settings, destination: CsvFile, run_no: int, counts: Counts, tally: Tally
) -> None:
    """Write what is published, unless the file is of it already. Raises LeadsError: LOCKED when something new was published
    since the plan, BAD_INPUT when the file cannot be written."""
    if not counts.planned and _is_of(con, destination, run_no):
        return
    journal = Journal(con, destination.name, run_no)
    journal.sent(0, counts.planned)
    with published(con, settings.warehouse):
        if source_of(con, destination).generation != _generation(con, run_no):
            raise LeadsError("Something was published meanwhile: run the command again.", ExitCode.LOCKED)
        write_csv(con, destination, column_types(con, destination), file_of(settings, destination))
        con.execute(
            "delete from sync.ledger where destination = $1 and lead_id not in "
            f"(select {KEY} from published.{SCHEMA}.{sql.name(destination.model)})",
            [destination.name],
        )
    journal.answered([Outcome(0, counts.planned)])
    tally.acknowledged = counts.planned


def _is_of(con: duckdb.DuckDBPyConnection, destination: CsvFile, run_no: int) -> bool:
    """Whether the file was written from what is published now: who is gone from there, or was erased, is no change of a row."""
    row = con.execute(
        "select generation from sync.runs where destination = $1 and outcome = 'done' order by run_no desc limit 1",
        [destination.name],
    ).fetchone()
    return row is not None and row[0] == _generation(con, run_no)


def _generation(con: duckdb.DuckDBPyConnection, run_no: int) -> int | None:
    row = con.execute("select generation from sync.runs where run_no = $1", [run_no]).fetchone()
    return row[0] if row else None


def write_csv(con: duckdb.DuckDBPyConnection, destination: CsvFile, types: dict[str, str], path: Path) -> None:
    """Write the file of what is attached as `published`, in the order of the lead ids; it takes its name when it is whole.

    Raises LeadsError (BAD_INPUT) when it cannot be written.
    """
    columns = [(destination.key, KEY), *destination.fields.items()]
    shown = ", ".join(f"{_cell(destination, column, types[column])} as {sql.name(field)}" for field, column in columns)
    relation = f"published.{SCHEMA}.{sql.name(destination.model)}"
    query = f"select {shown} from {relation} order by {KEY}"
    copy_whole(con, query, path, "csv", f"name a file in {destination.name}.yml that you may write")


def _cell(destination: CsvFile, column: str, data_type: str) -> str:
    if data_type.startswith("TIMESTAMP"):
        return iso_moment(column)
    if data_type == "VARCHAR" and destination.spreadsheet_safe:
        return no_formula(column)
    return sql.name(column)
