"""The statement that types the rows of one file and numbers what is wrong with each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb

from leads.base import sql
from leads.base.contract import Column, Table
from leads.load.cast_column import Cast, Reading, cast_column
from leads.load.checks import CHECKS
from leads.load.delivery import Delivery, SourceColumn
from leads.load.mapping import ColumnSource, Entry, Source
from leads.load.members import member_misfits, object_of
from leads.load.notation import given_text
from leads.load.number_columns import NOTHING, Shown, numbers_shown
from leads.load.plausible_times import plausible_times
from leads.load.where import where_sql

NUMBERS = ("integer", "bigint", "decimal")


@dataclass(frozen=True)
class RowQuery:
    """relation: SQL of one row per readable record that `where:` takes, with `ordinal`, the filled contract columns and
    `problem`, null for a row that fits, else the place (from 0) of its column and reason in problems. left_out: SQL of the
    records that `where:` does not take, None without one."""

    relation: str
    columns: tuple[str, ...]
    problems: tuple[tuple[str | None, str], ...]
    left_out: str | None = None


def wanted_columns(entry: Entry, table: Table) -> dict[str, ColumnSource]:
    """Contract column -> source, for the columns a file is asked for."""
    if entry.columns is not None:
        return dict(entry.columns)
    return {name: Source((name,), notation=entry.notation) for name in table.mappable if name not in entry.constants}


def source_names(source: ColumnSource) -> Iterator[str]:
    """The source columns behind one contract column."""
    for one in (source,) if isinstance(source, Source) else source.values():
        yield from one.names


def row_query(con: duckdb.DuckDBPyConnection, entry: Entry, table: Table, delivery: Delivery) -> RowQuery:
    """Type every filled column; the first problem of a row, in the order of the contract, is the one it is given."""
    sources = {
        name: source
        for name, source in wanted_columns(entry, table).items()
        if all(column in delivery.columns for column in source_names(source))
    }
    shown = _shown(con, table, sources, delivery)
    given: dict[str, str] = {"ordinal": "ordinal", "row_misfit": delivery.row_misfit[0]}
    casts: dict[str, Cast] = {}
    misfits: list[tuple[str, str | None, str]] = [("row_misfit", None, delivery.row_misfit[1])]
    for column in table.mappable.values():
        if column.name not in sources and column.name not in entry.constants:
            continue
        source = sources.get(column.name)
        if isinstance(source, dict):
            inside = member_misfits(source, delivery.columns, _of(column.name, shown))
            for index, (misfit, reason) in enumerate(inside):
                alias = sql.name(f"misfit_{index}_{column.name}")
                given[alias] = misfit
                misfits.append((alias, column.name, reason))
        cast = _cast(table, column, source, entry, delivery, shown)
        given[cast.given_as] = cast.given
        if cast.typed:
            given[cast.typed_as] = cast.typed
        casts[column.name] = cast
        misfits += _misfits(column, cast)
    misfits += list(_checks(table, casts))
    taken = where_sql(entry.where, delivery.columns) if entry.where else None
    rows = (
        f"(select * from {delivery.relation} where ({delivery.row_misfit[0]}) or {taken})"
        if taken
        else delivery.relation
    )
    cases = " ".join(f"when {misfit[0]} then {index}" for index, misfit in enumerate(misfits))
    first = ", ".join(f"{expression} as {alias}" for alias, expression in given.items())
    values = ", ".join(f"{cast.value} as {cast.value_as}" for cast in casts.values())
    named = ", ".join(f"{cast.landed} as {sql.name(name)}" for name, cast in casts.items())
    return RowQuery(
        relation=f"(select ordinal, {named}, case {cases} end as problem from (select *, {values} from "
        f"(select {first} from {rows})))",
        columns=tuple(casts),
        problems=tuple(misfit[1:] for misfit in misfits),
        left_out=taken and f"{delivery.relation} where not ({delivery.row_misfit[0]}) and not {taken}",
    )


def _cast(
    table: Table,
    column: Column,
    source: ColumnSource | None,
    entry: Entry,
    delivery: Delivery,
    shown: dict[str, Shown],
) -> Cast:
    plausible = plausible_times(table.name, column.name)
    if source is None:
        constant = sql.text(entry.constants[column.name])
        return cast_column(column, constant, "VARCHAR", Reading(entry.time_zone, plausible))
    if not isinstance(source, Source):
        whole = object_of(source, delivery.columns, _of(column.name, shown))
        return cast_column(column, whole.expression, whole.data_type, Reading(entry.time_zone, plausible))
    found = _key(source, delivery) if source.is_key else delivery.columns[source.names[0]]
    is_either = shown.get(column.name, NOTHING).is_either
    reading = Reading(entry.time_zone, plausible, source.notation, is_either, found.typed)
    return cast_column(column, found.expression, found.data_type, reading)


def _key(source: Source, delivery: Delivery) -> SourceColumn:
    """A hash of several columns, the same for the same values in any load; null where all are empty."""
    texts = [
        given_text(f"cast({delivery.columns[name].expression} as varchar)", source.notation) for name in source.names
    ]
    key = f"case when coalesce({', '.join(texts)}) is not null then md5(cast(to_json([{', '.join(texts)}]) as varchar)) end"
    return SourceColumn(key, "VARCHAR")


def _shown(
    con: duckdb.DuckDBPyConnection, table: Table, sources: dict[str, ColumnSource], delivery: Delivery
) -> dict[str, Shown]:
    """By contract column, and by `column.key` of json columns that are made of several."""
    asked: dict[str, tuple[SourceColumn, Source]] = {}
    for name, source in sources.items():
        if not isinstance(source, Source):
            asked |= {
                f"{name}.{key}": (delivery.columns[one.names[0]], one)
                for key, one in source.items()
                if one.notation.kind != "text"
            }
        elif table.mappable[name].data_type.startswith(NUMBERS) and source.notation.decimal is None:
            asked[name] = (delivery.columns[source.names[0]], source)
    return numbers_shown(con, delivery.relation, asked)


def _of(column: str, shown: dict[str, Shown]) -> dict[str, Shown]:
    return {key.removeprefix(f"{column}."): one for key, one in shown.items() if key.startswith(f"{column}.")}


def _misfits(column: Column, cast: Cast) -> Iterator[tuple[str, str | None, str]]:
    if column.is_required:
        is_blank = f" or trim({cast.given_as}) = ''" if column.data_type == "varchar" else ""
        yield (f"{cast.given_as} is null{is_blank}", column.name, "is empty")
    for misfit, reason in cast.misfits:
        yield (misfit, column.name, reason)


def _checks(table: Table, casts: dict[str, Cast]) -> Iterator[tuple[str, str | None, str]]:
    for check in CHECKS.get(table.name, ()):
        values = {name: casts[name].value_as if name in casts else "null" for name in check.columns}
        yield (check.misfit.format(**values), check.column, check.reason)
