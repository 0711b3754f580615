"""Operators and what they are compared with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from leads.rules.problem import Problem
from leads.rules.table import Row, Table

WITHOUT_VALUE = ("is_null", "is_not_null")
WITH_LIST = ("in", "not_in", "contains", "starts_with", "ends_with", "matches_domain")
_TOO_LARGE = Decimal(10) ** 29
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def check_condition(table: Table, row: Row) -> Iterator[Problem]:
    """Problems of operator, value and value_high of one row. Values are not quoted."""
    operator, value = row.text("operator"), row.text("value")
    if not operator:
        if value:
            yield table.problem(row, "operator", "there is a value and no operator", "write an operator")
    elif operator in WITHOUT_VALUE:
        if value:
            yield table.problem(row, "value", f"{operator} takes no value", "leave the cell empty")
    elif not value:
        yield table.problem(row, "value", f"{operator} needs a value", "write one")
    elif operator == "between":
        yield from _check_range(table, row)
    elif "" in row.items("value"):
        yield table.problem(row, "value", "the list has an empty element", "remove one |")
    elif operator not in WITH_LIST and "|" in value:
        yield table.problem(
            row,
            "value",
            f"{operator} takes one value and not a list",
            "use in or write one value",
        )
    if operator != "between" and row.cells.get("value_high"):
        yield table.problem(row, "value_high", f"{operator} takes no upper end", "leave the cell empty")


def _check_range(table: Table, row: Row) -> Iterator[Problem]:
    ends = [
        *row.items("value"),
        *([row.text("value_high")] if row.cells.get("value_high") else []),
    ]
    if len(ends) != 2 or "" in ends:
        remedy = "write value and value_high, or low|high" if "value_high" in row.cells else "write low|high"
        yield table.problem(row, "value", f"between needs two ends and has {len(ends)}", remedy)
        return
    low, high = as_number(ends[0]), as_number(ends[1])
    if (low is None) != (high is None):
        yield table.problem(
            row,
            "value",
            "one end is a number and the other is text",
            "write two numbers or two texts",
        )
    elif (low is not None and high is not None and low > high) or (low is None and ends[0].lower() > ends[1].lower()):
        yield table.problem(row, "value", "the lower end is above the upper end", "exchange them")


def as_number(text: str) -> Decimal | None:
    """The number a text stands for in comparisons (it fits decimal(38, 9)), None for any other text."""
    try:
        number = Decimal(text) if _NUMBER.fullmatch(text) else None
    except InvalidOperation:
        return None
    return number if number is None or abs(number) < _TOO_LARGE else None
