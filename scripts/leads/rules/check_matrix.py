"""The priority matrix and the lifecycle rules it is read by."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from leads.rules.check_validity import overlaps
from leads.rules.problem import Problem
from leads.rules.table import Row, Ruleset, Table, changes, valid_on
from leads.rules.words import BANDS, GRADES, STAGES

PLACES = ("purchases", "tenure_days", "recency_days")
LIMITS = (
    *(
        "min_purchases",
        "max_purchases",
        "min_tenure_days",
        "max_tenure_days",
        "min_products",
    ),
    *("min_recency_days", "max_recency_days", "min_nps"),
)


def check_matrix(rules: Ruleset) -> Iterator[Problem]:
    """Problems of priority_matrix: a grade, band and stage covered by no cell or by two on the same day."""
    table = rules["priority_matrix"]
    days = changes(table, rules["scoring_models"])
    for place in product(GRADES, BANDS, STAGES):
        cells = [row for row in table.rows if _covers(row, place)]
        name = "grade {}, band {}, stage {}".format(*place)
        empty = next(
            (day for day in days if not any(row.is_valid_on(day) for row in cells)),
            None,
        )
        if empty:
            yield table.problem(None, "grades", f"{name} has no cell on {empty}", "add it to a cell")
        yield from overlaps(table, cells, "grades", name)


def check_lifecycle(rules: Ruleset) -> Iterator[Problem]:
    """Problems of lifecycle_rules: reversed limits; equal precedence; no last rule for all; a stage never given."""
    table = rules["lifecycle_rules"]
    for row in table.rows:
        for place in PLACES:
            low, high = row.number(f"min_{place}"), row.number(f"max_{place}")
            if low is not None and high is not None and low > high:
                yield table.problem(
                    row,
                    f"min_{place}",
                    f"min_{place} is above max_{place}",
                    "exchange them",
                )
    yield from check_precedence(table)
    for day in changes(table, rules["scoring_models"]):
        rows = sorted(valid_on(table, day), key=lambda row: row.number("precedence") or 0)
        found = list(_check_reach(table, rows))
        if found:
            yield from found
            return


def check_precedence(table: Table) -> Iterator[Problem]:
    """Problems: two rows of the same precedence valid on the same day."""
    for precedence in dict.fromkeys(row.text("precedence") for row in table.rows):
        rows = [row for row in table.rows if row.text("precedence") == precedence]
        yield from overlaps(table, rows, "precedence", "the same precedence")


def _check_reach(table: Table, rows: list[Row]) -> Iterator[Problem]:
    for_all = [row for row in rows if not any(row.text(limit) for limit in LIMITS)]
    if not for_all:
        yield table.problem(
            None,
            "precedence",
            "no rule without limits catches the rest",
            "add one for prospect",
        )
    for row in for_all[:1]:
        for later in rows[rows.index(row) + 1 :]:
            fault = f"row {row.line} has no limits and a smaller precedence, so this row is never reached"
            yield table.problem(
                later,
                "precedence",
                fault,
                "give the row without limits the greatest precedence",
            )
    given = {row.text("lifecycle_stage") for row in rows}
    for stage in STAGES:
        if stage not in given:
            fault = f"no rule gives the stage {stage}, so its cells in priority_matrix are never reached"
            yield table.problem(None, "lifecycle_stage", fault, "add a rule")


def _covers(row: Row, place: tuple[str, str, str]) -> bool:
    lists = ("grades", "bands", "lifecycle_stages")
    return all(word in row.items(column) for word, column in zip(place, lists, strict=True))
