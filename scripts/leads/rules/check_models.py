"""Scoring models: one active model per audience and day."""

from __future__ import annotations

from collections.abc import Iterator

from leads.rules.check_validity import overlaps
from leads.rules.problem import Problem
from leads.rules.table import Row, Ruleset, Table, changes


def check_models(rules: Ruleset) -> Iterator[Problem]:
    """Problems: two active models of an audience on a day; a day after the first without any."""
    models = rules["scoring_models"]
    active = [row for row in models.rows if row.text("status") == "active"]
    for audience in ("b2b", "b2c"):
        of_audience = [row for row in active if row.text("audience") == audience]
        yield from overlaps(models, of_audience, "status", f"another active {audience} model")
    for day in changes(models):
        if not any(row.is_valid_on(day) for row in active):
            yield models.problem(
                None,
                "status",
                f"no model is active on {day}",
                "make one active for an audience",
            )
            return


def check_model_ids(rules: Ruleset, table: Table) -> Iterator[Problem]:
    """Problems: a row of a model that scoring_models does not have; an empty cell names none."""
    known = {row.text("model_id") for row in rules["scoring_models"].rows}
    for row in table.rows:
        if row.text("model_id") not in known | {""}:
            fault = f"the model {row.text('model_id')!r} is not in scoring_models"
            yield table.problem(row, "model_id", fault, "add the model or correct the id")


def check_parent(table: Table, parent: Table, columns: tuple[str, str], what: str) -> Iterator[Problem]:
    """Problems: a row whose model and group (or attribute) the parent lacks, or lacks on a day the row is valid."""
    for row in table.rows:
        parents = [other for other in parent.rows if other.key(*columns) == row.key(*columns)]
        name = f"the {what} {row.text(columns[1])!r} of model {row.text(columns[0])!r}"
        if not parents:
            yield table.problem(
                row,
                columns[1],
                f"{name} is not in {parent.seed.name}",
                f"add it or correct the {what}",
            )
        elif not _is_covered(row, parents):
            fault = f"{name} is not valid on each day this row is"
            yield table.problem(row, columns[1], fault, "give both the same validity")


def _is_covered(row: Row, parents: list[Row]) -> bool:
    days = {row.start} | {parent.end for parent in parents if row.start <= parent.end < row.end}
    return all(any(parent.is_valid_on(day) for parent in parents) for day in days)
