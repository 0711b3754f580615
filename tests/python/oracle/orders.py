"""Which order lines stand: the newest delivery of an order takes the place of all its lines."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from .facts import Row, in_column_order

COPY_ORDER = ("amount", "quantity", "ordered_at", "lead_id")


def order_lines(visible: Iterable[Row]) -> list[Row]:
    """Of the visible rows those that stand. A line is known by its id, else its product, else its values, and by its place
    among equals of one file. A row whose load time is the time of the order (history) takes the place of the same line only."""
    orders: dict[str, list[Row]] = {}
    for row in visible:
        orders.setdefault(row["order_id"], []).append(row)
    return [line for rows in orders.values() for line in _standing(rows)]


def _standing(rows: list[Row]) -> list[Row]:
    ends = [row for row in rows if row.get("deleted_at")]
    live = [row for row in rows if not row.get("deleted_at")]
    whole = [row["loaded_at"] for row in live if row["loaded_at"] != row["ordered_at"]]
    lines: dict[tuple[Any, ...], Row] = {}
    places: dict[tuple[Any, ...], int] = {}
    for row in sorted(live, key=lambda row: in_column_order(row, COPY_ORDER)):
        equal = (_known_as(row), row["loaded_at"], row.get("_load_batch_id"), row.get("_source_file"))
        places[equal] = places.get(equal, 0) + 1
        key = (_known_as(row), 0 if row.get("line_id") else places[equal])
        is_over = any(row["loaded_at"] < moment for moment in whole) or any(
            row["loaded_at"] <= end["loaded_at"] and (_names_no_line(end) or _known_as(end) == _known_as(row))
            for end in ends
        )
        if not is_over and (key not in lines or row["loaded_at"] > lines[key]["loaded_at"]):
            lines[key] = row
    return list(lines.values())


def _known_as(row: Row) -> tuple[str, Any]:
    if row.get("line_id"):
        return "line", row["line_id"]
    if row.get("product_id"):
        return "product", row["product_id"]
    return "values", (_number(row["quantity"]), _number(row["amount"]))


def _names_no_line(row: Row) -> bool:
    return not row.get("line_id") and not row.get("product_id")


def _number(value: Any) -> Decimal | None:
    return None if value is None else Decimal(value)
