"""Grades and bands: the steps of a scale, one for all models or a model's own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from leads.rules.check_models import check_model_ids
from leads.rules.problem import Problem
from leads.rules.table import Row, Ruleset, Table, changes, valid_on
from leads.rules.words import BANDS, GRADES


def check_grades(rules: Ruleset) -> Iterator[Problem]:
    """Problems of grades: an unknown model; a missing bound; bounds that do not descend to 0; a grade missing on a day."""
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
    """Problems of bands: an unknown model; bounds that do not descend to 0; a band missing on a day."""
    return _check_scale(rules, rules["bands"], "band", BANDS)


def _check_scale(rules: Ruleset, table: Table, column: str, steps: tuple[str, ...]) -> Iterator[Problem]:
    """Each scale by itself: on the days of its models it has every step. The shared scale is needed as long as a model shares it."""
    models = rules["scoring_models"]
    yield from check_model_ids(rules, table)
    with_own = {row.text("model_id") for row in table.rows} - {""}
    sharing = any(row.text("model_id") not in with_own for row in models.rows)
    for model_id in sorted(with_own | ({""} if sharing else set())):
        scale = replace(table, rows=[row for row in table.rows if row.text("model_id") == model_id])
        own = replace(models, rows=[row for row in models.rows if row.text("model_id") == model_id])
        days = [day for day in changes(scale, own) if valid_on(own, day)] if model_id else changes(scale, models)
        yield from _check_days(scale, column, steps, model_id, days)


def _check_days(
    scale: Table, column: str, steps: tuple[str, ...], model_id: str, days: list[date]
) -> Iterator[Problem]:
    of_model = f" of the model {model_id!r}" if model_id else ""
    for day in days:
        rows = {row.text(column): row for row in valid_on(scale, day)}
        missing = [step for step in steps if step not in rows]
        if missing:
            fault = f"{column} {missing[0]}{of_model} has no valid row on {day}"
            yield scale.problem(None, column, fault, "add a row or lengthen its validity")
            return
        found = list(_check_bounds(scale, column, [rows[step] for step in steps if step != "?"], day))
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
