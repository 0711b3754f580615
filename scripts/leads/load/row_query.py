"""The statement that types the rows of one file and numbers what is wrong with each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from leads.base import sql
from leads.base.contract import Column, Table
from leads.load.cast_column import Cast, cast_column
from leads.load.checks import CHECKS
from leads.load.delivery import Delivery, SourceColumn
from leads.load.mapping import ColumnSource, Entry


@dataclass(frozen=True)
class RowQuery:
    """relation: SQL of one row per readable record with `ordinal`, the filled contract columns and `problem`, null for
    a row that fits, else the place (from 0) of its column and reason in problems."""

    relation: str
    columns: tuple[str, ...]
    problems: tuple[tuple[str | None, str], ...]


def wanted_columns(entry: Entry, table: Table) -> dict[str, ColumnSource]:
    """Contract column -> source, for the columns a file is asked for."""
    if entry.columns is not None:
        return dict(entry.columns)
    return {name: name for name in table.mappable if name not in entry.constants}


def source_names(source: ColumnSource) -> Iterator[str]:
    """The source columns behind one contract column."""
    if isinstance(source, str):
        yield source
    else:
        yield from source.values()


def row_query(entry: Entry, table: Table, delivery: Delivery) -> RowQuery:
    """Type every filled column; the first problem of a row, in the order of the contract, is the one it is given."""
    sources = {
        name: _source(source, delivery)
        for name, source in wanted_columns(entry, table).items()
        if all(column in delivery.columns for column in source_names(source))
    }
    sources |= {name: SourceColumn(sql.text(value), "VARCHAR") for name, value in entry.constants.items()}
    filled = [column for column in table.mappable.values() if column.name in sources]
    casts = {column.name: _cast(column, sources[column.name], entry.time_zone) for column in filled}
    misfits: list[tuple[str, str | None, str]] = [("row_misfit", None, delivery.row_misfit[1])]
    misfits += [misfit for column in filled for misfit in _misfits(column, casts[column.name])]
    misfits += list(_checks(table, casts))
    cases = " ".join(f"when {misfit[0]} then {index}" for index, misfit in enumerate(misfits))
    given = ", ".join(f"{cast.given} as {cast.given_as}" for cast in casts.values())
    given = f"select ordinal, {delivery.row_misfit[0]} as row_misfit, {given} from {delivery.relation}"
    values = ", ".join(f"{cast.value} as {cast.value_as}" for cast in casts.values())
    named = ", ".join(f"{cast.value_as} as {sql.name(name)}" for name, cast in casts.items())
    return RowQuery(
        relation=(f"(select ordinal, {named}, case {cases} end as problem from (select *, {values} from ({given})))"),
        columns=tuple(casts),
        problems=tuple(misfit[1:] for misfit in misfits),
    )


def _cast(column: Column, source: SourceColumn, time_zone: str) -> Cast:
    return cast_column(column, source.expression, source.data_type, time_zone)


def _source(source: ColumnSource, delivery: Delivery) -> SourceColumn:
    """One source column, or a flat JSON object of several whose empty ones are left out."""
    if isinstance(source, str):
        return delivery.columns[source]
    members = ", ".join(
        f"{sql.text(_member(key))} || to_json({_given(delivery.columns[column])})::varchar"
        for key, column in source.items()
    )
    return SourceColumn(f"'{{' || nullif(concat_ws(',', {members}), '') || '}}'", "VARCHAR")


def _given(column: SourceColumn) -> str:
    return f"nullif({column.expression}, '')" if column.data_type == "VARCHAR" else column.expression


def _member(key: str) -> str:
    return json.dumps(key, ensure_ascii=False) + ":"


def _misfits(column: Column, cast: Cast) -> Iterator[tuple[str, str | None, str]]:
    if column.is_required:
        is_blank = f" or trim({cast.given_as}) = ''" if column.data_type == "varchar" else ""
        yield (f"{cast.given_as} is null{is_blank}", column.name, "is empty")
    yield (cast.misfit, column.name, cast.reason)


def _checks(table: Table, casts: dict[str, Cast]) -> Iterator[tuple[str, str | None, str]]:
    for check in CHECKS.get(table.name, ()):
        values = {name: casts[name].value_as if name in casts else "null" for name in check.columns}
        yield (check.misfit.format(**values), check.column, check.reason)
