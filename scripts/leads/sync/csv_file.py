"""A destination that is a file: every row of the model, whole or as before."""

from __future__ import annotations

from pathlib import Path

import duckdb

from leads.base import sql
from leads.export.export_table import copy_whole, no_formula
from leads.sync.destination import CsvFile
from leads.sync.plan import KEY, SCHEMA, iso_moment


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
