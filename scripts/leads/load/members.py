"""A json column made of several source columns: its text, and what of its numbers does not fit."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from leads.base import sql
from leads.load.cast_column import Misfit
from leads.load.cast_number import EITHER, matches
from leads.load.delivery import SourceColumn
from leads.load.mapping import Source
from leads.load.notation import given_text, in_plain_notation, number_pattern, trimmed, without_units
from leads.load.number_columns import NOTHING, Shown, is_any_number


def object_of(
    members: Mapping[str, Source], columns: Mapping[str, SourceColumn], shown: Mapping[str, Shown]
) -> SourceColumn:
    """A flat JSON object of columns, without the empty ones. Numbers are brought to plain notation, and stay text."""
    parts = ", ".join(
        f"{sql.text(json.dumps(key, ensure_ascii=False) + ':')} || "
        f"to_json({_value(source, columns[source.names[0]], shown.get(key, NOTHING))})::varchar"
        for key, source in members.items()
    )
    return SourceColumn(f"'{{' || nullif(concat_ws(',', {parts}), '') || '}}'", "VARCHAR")


def member_misfits(
    members: Mapping[str, Source], columns: Mapping[str, SourceColumn], shown: Mapping[str, Shown]
) -> Iterator[Misfit]:
    """SQL over the source that is true for a value which does not fit, and the reason: the key and the remedy."""
    for key, source in members.items():
        column = columns[source.names[0]]
        if column.data_type != "VARCHAR" or not _is_number(source, shown.get(key, NOTHING)):
            continue
        bare = _bare(source, column)
        pattern = number_pattern(source.notation)
        remedy = "write `decimal:`, `thousands:` or `unit:` of it into the mapping, or `type: text`"
        if source.notation.decimal is None and shown.get(key, NOTHING).is_either:
            is_either = f"coalesce({matches(bare, EITHER)}, false)"
            yield is_either, f"has a `{key}` that may have decimals or thousands, as 1.234 may; {remedy}"
        kind = "true" if source.notation.kind == "number" else is_any_number(bare)
        misfit = f"coalesce(case when {bare} is null or {matches(bare, pattern)} then false else {kind} end, false)"
        yield misfit, f"has a `{key}` that is not a number in the notation of its column; {remedy}"


def _value(source: Source, column: SourceColumn, shown: Shown) -> str:
    given = given_text(column.expression, source.notation) if column.data_type == "VARCHAR" else column.expression
    has_notation = source.notation.decimal or source.notation.units
    if column.data_type != "VARCHAR" or not has_notation or not _is_number(source, shown):
        return given
    bare = _bare(source, column)
    number = in_plain_notation(bare, source.notation)
    return f"case when {matches(bare, number_pattern(source.notation))} then {number} else {given} end"


def _is_number(source: Source, shown: Shown) -> bool:
    return source.notation.kind == "number" or (source.notation.kind is None and shown.is_number)


def _bare(source: Source, column: SourceColumn) -> str:
    text = f"nullif({trimmed(given_text(column.expression, source.notation))}, '')"
    if column.typed:
        text = f"case when not ({column.typed}) then {text} end"
    return without_units(text, source.notation)
