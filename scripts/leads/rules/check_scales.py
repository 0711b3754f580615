"""Grades and bands: the steps of a scale."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from leads.rules.problem import Problem
from leads.rules.table import Row, Ruleset, Table, changes, valid_on
from leads.rules.words import BANDS, GRADES


def check_grades(rules: Ruleset) -> Iterator[Problem]:
    """Problems of grades: a missing bound; bounds that do not descend to 0; a grade missing on a day."""
    table = rules["grades"]
    for row in table.rows:
        needed, other = ("lower_bound", "below_completeness")
        if row.text("grade") == "?":
            needed, other = other, needed
        if not row.text(needed):
            yield table.problem(
                row,
                needed,
                f"grade {row.text('grade')} has no {needed}",
                "write a number",
            )
        if row.text(other):
            yield table.problem(
                row,
                other,
                f"grade {row.text('grade')} takes no {other}",
                "leave the cell empty",
            )
    yield from _check_scale(rules, table, "grade", GRADES)


def check_bands(rules: Ruleset) -> Iterator[Problem]:
    """Problems of bands: bounds that do not descend to 0; a band missing on a day."""
    return _check_scale(rules, rules["bands"], "band", BANDS)


def _check_scale(rules: Ruleset, table: Table, column: str, steps: tuple[str, ...]) -> Iterator[Problem]:
    for day in changes(table, rules["scoring_models"]):
        rows = {row.text(column): row for row in valid_on(table, day)}
        missing = [step for step in steps if step not in rows]
        if missing:
            fault = f"{column} {missing[0]} has no valid row on {day}"
            yield table.problem(None, column, fault, "add a row or lengthen its validity")
            return
        found = list(_check_bounds(table, column, [rows[step] for step in steps if step != "?"], day))
        if found:
            yield from found
            return


def _check_bounds(table: Table, column: str, rows: list[Row], day: date) -> Iterator[Problem]:
    bounds = [row.number("lower_bound") for row in rows]
    for row, bound, higher, above in zip(rows[1:], bounds[1:], rows, bounds, strict=False):
        if bound is not None and above is not None and bound >= above:
            fault = f"{column} {higher.text(column)} (row {higher.line}) has no higher bound on {day}"
            yield table.problem(
                row,
                "lower_bound",
                fault,
                f"lower it so that each {column} can be reached",
            )
    if bounds[-1] is not None and bounds[-1] != Decimal(0):
        fault = f"the lowest {column} begins above 0 on {day}"
        yield table.problem(rows[-1], "lower_bound", fault, "write 0")
