"""Checks one entry of a mapping against the raw contract, before any file is read."""

from __future__ import annotations

import duckdb

from leads.base import sql
from leads.base.contract import Column, Table
from leads.load.cast_column import Reading, cast_column
from leads.load.check_notation import check_notation, check_source
from leads.load.complete import KNOWN_BY
from leads.load.encodings import codec_of
from leads.load.mapping import FORMATS, Entry, Source
from leads.load.plausible_times import plausible_times

IDENTITY = ("lead_id", "anonymous_id", "email")


def check_entry(entry: Entry, contract: dict[str, Table]) -> None:
    """Errors: ValueError with the table, the column and the remedy."""
    table = contract.get(entry.table)
    if table is None or not table.is_loadable:
        names = ", ".join(name for name, known in contract.items() if known.is_loadable)
        raise ValueError(f"`{entry.table}` is not a table that files can fill; these are {names}")
    if entry.format is not None and entry.format not in FORMATS.values():
        raise ValueError(f"format `{entry.format}` of table `{table.name}` is not csv, jsonl, parquet or xlsx")
    if entry.delimiter is not None and (len(entry.delimiter) != 1 or entry.delimiter in '"\r\n'):
        raise ValueError(f"the delimiter of table `{table.name}` must be one character that is not a quote or line end")
    if entry.encoding and codec_of(entry.encoding) is None:
        raise ValueError(f"`encoding` of table `{table.name}` is none that is known; write one such as windows-1252")
    _check_columns(entry, table)
    if entry.complete:
        _check_complete(entry, table)
    _check_time_zone(entry)
    for name, value in entry.constants.items():
        _check_constant(table.mappable[name], value, table.name)
    for name, source in (entry.columns or {}).items():
        for one in [source] if isinstance(source, Source) else source.values():
            check_source(table.mappable[name], one, table.name)
    check_notation(entry.notation, f"table `{table.name}`")


def _check_columns(entry: Entry, table: Table) -> None:
    columns = entry.columns or {}
    for name in [*columns, *entry.constants]:
        if name not in table.mappable:
            raise ValueError(f"table `{table.name}` has no column `{name}`; these are {', '.join(table.mappable)}")
        if name in columns and name in entry.constants:
            raise ValueError(f"column `{name}` of table `{table.name}` has both a source and a constant; keep one")
    if entry.columns is None:
        return
    filled = {*columns, *entry.constants, "loaded_at"}
    for column in table.mappable.values():
        if column.is_required and column.name not in filled:
            raise ValueError(f"required column `{column.name}` of table `{table.name}` is not mapped; map it")
    if table.name == "events" and filled.isdisjoint(IDENTITY):
        raise ValueError("none of lead_id, anonymous_id and email of table `events` is mapped; map one")


def _check_complete(entry: Entry, table: Table) -> None:
    if table.name not in KNOWN_BY:
        raise ValueError(
            f"`complete` of table `{table.name}` means nothing, for its rows are never taken back; remove the key"
        )
    if entry.complete and entry.complete.is_dated and "loaded_at" not in {*(entry.columns or ()), *entry.constants}:
        raise ValueError(
            f"`complete` of table `{table.name}` is as of loaded_at, which is not mapped; map it to the time of the export"
        )


def _check_time_zone(entry: Entry) -> None:
    if entry.time_zone == "UTC":
        return
    with duckdb.connect() as con:
        if not con.execute("select 1 from pg_timezone_names() where name = ?", [entry.time_zone]).fetchone():
            raise ValueError(f"`time_zone` of table `{entry.table}` is not an IANA name such as Europe/Berlin")


def _check_constant(column: Column, value: str, table: str) -> None:
    cast = cast_column(column, sql.text(value), "VARCHAR", Reading("UTC", plausible_times(table, column.name)))
    given = f"select {cast.given} as {cast.given_as}"
    misfits = ", ".join(misfit for misfit, _ in cast.misfits)
    query = f"select {misfits} from (select *, {cast.value} as {cast.value_as} from ({given}))"
    with duckdb.connect() as con:
        row = con.execute(query).fetchone() or ()
    for is_misfit, (_, reason) in zip(row, cast.misfits, strict=True):
        if is_misfit:
            raise ValueError(f"the constant of column `{column.name}` of table `{table}` {reason}")
