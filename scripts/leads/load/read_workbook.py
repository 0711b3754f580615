"""Opens a sheet of an Excel workbook: each cell as its text, and whether the workbook has it as a number, time or truth."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb
import python_calamine as calamine

from leads.base import sql
from leads.load.delivery import Delivery, SourceColumn, refuse, require_columns
from leads.load.find_columns import find_columns

# Titles and notes above a header.
HEADER_WITHIN = 20
BATCH = 20_000
Rows = list[list[Any]]


def read_workbook(
    con: duckdb.DuckDBPyConnection, path: Path, sheet: str | None, needed: frozenset[str], wanted: frozenset[str]
) -> Delivery:
    """Read a sheet into the temporary table `delivered`: c0, c1, ... as text, t0, t1, ... for a cell that is typed.

    sheet: its name; without one the only sheet with cells. The header is the first of the upper rows with every needed
    column. Rows without a value are no records. Errors: BAD_INPUT when the workbook is damaged, the sheet is not told,
    or a needed column is not there.
    """
    rows = _rows(path, sheet)
    top, header = _header(path, rows, needed)
    found = find_columns(path, wanted | needed, filter(None, header))
    require_columns(path, needed, found)
    width = len(header)
    columns = ", ".join(f"c{index} varchar, t{index} boolean" for index in range(width))
    con.execute(f"create or replace temp table delivered (ordinal bigint, line_number bigint, {columns})")
    records = 0
    for batch in _batches(rows, top, width):
        _write(con, batch, records)
        records += len(batch)
    whole = ", ".join(f"{sql.text(name or f'column {index + 1}')}: c{index}" for index, name in enumerate(header))

    def locate(con: duckdb.DuckDBPyConnection) -> None:
        con.execute(
            "create or replace temp table located as select ordinal, line_number, null::varchar as reason, "
            f"to_json({{{whole}}})::varchar as raw_text from delivered semi join misfits using (ordinal)"
        )

    places = {name: header.index(there) for name, there in found.items() if name in wanted}
    return Delivery(
        relation="delivered",
        columns={name: SourceColumn(f"c{index}", "VARCHAR", f"t{index}") for name, index in places.items()},
        records=records,
        locate=locate,
        ignored=tuple(name for name in header if name and name not in found.values()),
    )


def sheets(path: Path) -> dict[str, Rows]:
    """The visible sheets that have cells, with their rows from the first row on. Errors: BAD_INPUT for a damaged workbook."""
    try:
        with calamine.CalamineWorkbook.from_path(path) as book:
            shown = [one.name for one in book.sheets_metadata if one.visible == calamine.SheetVisibleEnum.Visible]
            read = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in shown}
    except calamine.PasswordError as error:
        raise refuse(path, "it has a password; save it without") from error
    except (calamine.CalamineError, OSError) as error:
        raise refuse(path, "it is damaged, incomplete or not a workbook; save it again") from error
    return {name: rows for name, rows in read.items() if any(map(_has_value, rows))}


def cell_text(value: Any) -> str:
    """A cell as text: whole numbers without a point, times in ISO form."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    return value.isoformat() if isinstance(value, (date, time)) else str(value)


def _rows(path: Path, sheet: str | None) -> Rows:
    there = sheets(path)
    if sheet is not None:
        if sheet not in there:
            raise refuse(path, f"it has no visible sheet {sheet} with cells; correct `sheet:`")
        return there[sheet]
    if len(there) != 1:
        names = ", ".join(there)
        raise refuse(path, f"{len(there)} of its sheets have cells ({names}); name one with `sheet:`")
    [rows] = there.values()
    return rows


def _header(path: Path, rows: Rows, needed: frozenset[str]) -> tuple[int, list[str]]:
    """The place of the header row (from 0) and its names."""
    upper = [(index, [cell_text(cell).strip() for cell in row]) for index, row in enumerate(rows[:HEADER_WITHIN])]
    filled = [(index, names) for index, names in upper if any(names)]
    if not filled:
        raise refuse(path, "it has no header line in its first rows; deliver the column names as its first row")
    fitting = (
        (index, names) for index, names in filled if len(find_columns(path, needed, filter(None, names))) == len(needed)
    )
    top, names = next(fitting, filled[0])
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise refuse(path, f"its header names a column twice (row {top + 1}); rename one")
    return top, names


def _batches(rows: Rows, top: int, width: int) -> Iterator[list[tuple[int, list[Any]]]]:
    batch: list[tuple[int, list[Any]]] = []
    for number, row in enumerate(rows[top + 1 :], top + 2):
        if _has_value(row):
            batch.append((number, (row + [""] * width)[:width]))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _write(con: duckdb.DuckDBPyConnection, batch: list[tuple[int, list[Any]]], first: int) -> None:
    columns = list(zip(*(row for _, row in batch), strict=True))
    values: list[list[Any]] = [list(range(first, first + len(batch))), [number for number, _ in batch]]
    kinds = ["bigint", "bigint"]
    for column in columns:
        values += [[cell_text(cell) for cell in column], [_is_typed(cell) for cell in column]]
        kinds += ["varchar", "boolean"]
    parts = ", ".join(f"unnest(?::{kind}[])" for kind in kinds)
    con.execute(f"insert into delivered select {parts}", values)


def _is_typed(cell: Any) -> bool:
    return isinstance(cell, (bool, int, float, datetime, date, time, timedelta))


def _has_value(row: list[Any]) -> bool:
    return any(cell != "" for cell in row)
