"""Thresholds of the funnel, the trend and accounts."""

from __future__ import annotations

from collections.abc import Iterator

from leads.rules.problem import Problem
from leads.rules.table import Row, Ruleset, Table, changes, valid_on
from leads.rules.words import THRESHOLDS

ORDERED = (
    ("mql_exit", "mql_enter"),
    ("trend_declining", "trend_improving"),
    ("stability_index_watch", "stability_index_drift"),
)


def check_thresholds(rules: Ruleset) -> Iterator[Problem]:
    """Problems of stage_thresholds: unit; a number out of range; a needed threshold missing on a day; one above another that it may not pass."""
    table = rules["stage_thresholds"]
    for row in table.rows:
        yield from _check_threshold(table, row)
    for day in changes(table, rules["scoring_models"]):
        rows = {row.text("threshold_id"): row for row in valid_on(table, day)}
        missing = [name for name, threshold in THRESHOLDS.items() if threshold.is_needed and name not in rows]
        if missing:
            fault = f"{missing[0]} has no valid row on {day}"
            yield table.problem(None, "threshold_id", fault, "add a row or lengthen its validity")
            return
        for low, high in ORDERED:
            if not {low, high} <= rows.keys():
                continue
            if (rows[low].number("threshold_value") or 0) > (rows[high].number("threshold_value") or 0):
                fault = f"{low} is above {high} (row {rows[high].line})"
                yield table.problem(rows[low], "threshold_value", fault, "lower it")
                return


def check_roles_needed(rules: Ruleset) -> Iterator[Problem]:
    """Problems of stage_thresholds: more roles needed for an MQA than buying_group_roles has on a day."""
    table, roles = rules["stage_thresholds"], rules["buying_group_roles"]
    for row in table.rows:
        if row.text("threshold_id") != "mqa_min_roles":
            continue
        for day in (day for day in changes(table, roles) if row.is_valid_on(day)):
            known = len(valid_on(roles, day))
            if (row.number("threshold_value") or 0) > known:
                fault = f"mqa_min_roles is above the number of buying_group_roles valid on {day}"
                yield table.problem(row, "threshold_value", fault, f"write at most {known} or add roles")
                break


def _check_threshold(table: Table, row: Row) -> Iterator[Problem]:
    name, value = row.text("threshold_id"), row.number("threshold_value")
    threshold = THRESHOLDS[name]
    if row.text("unit") != threshold.unit:
        yield table.problem(row, "unit", f"{name} is counted in {threshold.unit}", f"write {threshold.unit}")
    if value is None:
        return
    if threshold.is_whole and value != value.to_integral_value():
        yield table.problem(row, "threshold_value", f"{name} is not a whole number", "write one")
    elif not threshold.low <= value <= threshold.high:
        remedy = f"write a number from {threshold.low} to {threshold.high}"
        yield table.problem(row, "threshold_value", f"{name} is out of its range", remedy)
