"""Fit attributes and fit rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from leads.rules.check_conditions import check_condition
from leads.rules.check_models import check_model_ids, check_parent
from leads.rules.problem import Problem
from leads.rules.table import Row, Ruleset, changes, valid_on

WHOLE = Decimal(100)


def check_attributes(rules: Ruleset) -> Iterator[Problem]:
    """Problems of fit_attributes: unknown model; protected without legal basis; weights that do not sum to 100."""
    table = rules["fit_attributes"]
    yield from check_model_ids(rules, table)
    for row in table.rows:
        if row.text("is_protected") == "true" and not row.text("legal_basis"):
            fault = f"the protected attribute {row.text('attribute')!r} has no legal basis"
            yield table.problem(row, "legal_basis", fault, "state the ground or remove the attribute")
    for model_id in sorted({row.text("model_id") for row in rules["scoring_models"].rows}):
        yield from _check_weights(rules, model_id)


def check_fit_rules(rules: Ruleset) -> Iterator[Problem]:
    """Problems of fit_rules: unknown model or attribute; condition. An attribute that no rule reads."""
    table, attributes = rules["fit_rules"], rules["fit_attributes"]
    yield from check_model_ids(rules, table)
    yield from check_parent(table, attributes, ("model_id", "attribute"), "attribute")
    for row in table.rows:
        yield from check_condition(table, row)
    read = {row.key("model_id", "attribute") for row in table.rows}
    for row in attributes.rows:
        if row.key("model_id", "attribute") not in read:
            fault = f"no fit rule reads the attribute {row.text('attribute')!r}"
            yield attributes.problem(row, "attribute", fault, "add a rule or remove the attribute")


def _check_weights(rules: Ruleset, model_id: str) -> Iterator[Problem]:
    models, attributes = rules["scoring_models"], rules["fit_attributes"]
    for day in changes(models, attributes):
        if not any(row.text("model_id") == model_id for row in valid_on(models, day)):
            continue
        rows = [row for row in attributes.rows if row.text("model_id") == model_id]
        total = _sum_of_weights(rows, day)
        if total != WHOLE:
            fault = f"the weights of model {model_id!r} sum to {total} on {day}"
            yield attributes.problem(rows[0] if rows else None, "weight", fault, "make them sum to 100")
            return


def _sum_of_weights(rows: list[Row], day: date) -> Decimal:
    return sum(
        (row.number("weight") or Decimal(0) for row in rows if row.is_valid_on(day)),
        Decimal(0),
    )
