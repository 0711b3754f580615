"""Tells of ids such as `17850.0`: a spreadsheet or data frame took them for numbers, and they match no `17850` elsewhere."""

from __future__ import annotations

import duckdb

from leads.base.contract import Table
from leads.load.cast_column import NUMBERED
from leads.load.cast_number import matches
from leads.load.delivery import Delivery, SourceColumn
from leads.load.mapping import Entry, Source
from leads.load.row_query import wanted_columns

MAY_BE_DECIMAL = ("VARCHAR", "DOUBLE", "FLOAT", "DECIMAL")
_NONE = SourceColumn("null", "")
_DECIMAL_ID = r"[0-9]+[.]0+"


def odd_ids(con: duckdb.DuckDBPyConnection, entry: Entry, table: Table, delivery: Delivery) -> list[str]:
    """One sentence for each column that has such ids and of which the mapping does not say `integer_ids:`."""
    asked = {
        name: delivery.columns[source.names[0]].expression
        for name, source in wanted_columns(entry, table).items()
        if isinstance(source, Source)
        and not source.is_key
        and not source.notation.integer_ids
        and name.endswith(NUMBERED)
        and table.mappable[name].data_type == "varchar"
        and delivery.columns.get(source.names[0], _NONE).data_type.startswith(MAY_BE_DECIMAL)
    }
    if not asked:
        return []
    texts = (f"cast({expression} as varchar)" for expression in asked.values())
    counts = ", ".join(f"count_if(contains({text}, '.0') and {matches(text, _DECIMAL_ID)})" for text in texts)
    found = con.execute(f"select {counts} from {delivery.relation}").fetchone() or ()
    return [
        f"{count:,} of its {name} are written as decimals, such as 17850.0; `integer_ids: true` in the mapping makes them 17850"
        for name, count in zip(asked, found, strict=True)
        if count
    ]
