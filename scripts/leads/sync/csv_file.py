"""A destination that is a file: every row of the model, whole or as before."""

from __future__ import annotations

from pathlib import Path

import duckdb

from leads.base import sql
from leads.base.errors import ExitCode, LeadsError
from leads.export.export_table import FORMULA
from leads.publish import durable
from leads.publish.layout import UNFINISHED
from leads.sync.destination import CsvFile
from leads.sync.plan import KEY, SCHEMA


def write_csv(con: duckdb.DuckDBPyConnection, destination: CsvFile, types: dict[str, str], path: Path) -> None:
    """Write the file of what is attached as `published`, in the order of the lead ids; it takes its name when it is whole.

    Raises LeadsError (BAD_INPUT) when it cannot be written.
    """
    columns = [(destination.key, KEY), *destination.fields.items()]
    shown = ", ".join(f"{_cell(destination, column, types[column])} as {sql.name(field)}" for field, column in columns)
    relation = f"published.{SCHEMA}.{sql.name(destination.model)}"
    unfinished = path.with_name(f".{path.name}{UNFINISHED}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            con.execute(
                f"copy (select {shown} from {relation} order by {KEY}) to {sql.text(str(unfinished))} (format csv, header)"
            )
            durable.replace(unfinished, path)
        finally:
            unfinished.unlink(missing_ok=True)
    except (OSError, duckdb.IOException) as error:
        raise LeadsError(
            f"{path} cannot be written: name a file in {destination.name}.yml that you may write.", ExitCode.BAD_INPUT
        ) from error


def _cell(destination: CsvFile, column: str, data_type: str) -> str:
    name = sql.name(column)
    if data_type.startswith("TIMESTAMP"):
        return f"strftime({name}, '%Y-%m-%dT%H:%M:%SZ')"
    if data_type == "VARCHAR" and destination.spreadsheet_safe:
        return f"case when regexp_matches({name}, {sql.text(FORMULA)}) then '''' || {name} else {name} end"
    return name
