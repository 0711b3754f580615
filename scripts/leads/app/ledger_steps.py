"""The ledger of a lead as bars that end where its score does."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from leads.base.marts import Row
from leads.explain.explanation import Explanation

KINDS = {True: "adds", False: "takes"}


def ordered(explanation: Explanation, dimension: str) -> list[Row]:
    """The rows of a dimension that move the score, in the order in which they are counted: rules by group with the limit of the
    group, or attributes; then limits of the dimension and overrides."""
    if dimension == "fit":
        counted = explanation.entries("fit", "attribute")
    else:
        counted = [row for rows in explanation.groups().values() for row in rows]
    return [row for row in (*counted, *explanation.corrections(dimension)) if row["contribution"]]


def ledger_steps(explanation: Explanation, dimension: str, told: Callable[[Row], str]) -> list[dict[str, Any]]:
    """One step a row, each from where the one before ended, and the score as the last. told: a row in words."""
    steps: list[dict[str, Any]] = []
    at = Decimal(0)
    for row in ordered(explanation, dimension):
        end = at + row["contribution"]
        kind = "limit" if row["entry_type"] == "adjustment" else KINDS[row["contribution"] > 0]
        steps.append({"label": told(row), "start": at, "end": end, "points": row["contribution"], "kind": kind})
        at = end
    score = explanation.lead[f"{dimension}_score"] or Decimal(0)
    return [
        *steps,
        {"label": f"{dimension} score", "start": Decimal(0), "end": score, "points": score, "kind": "total"},
    ]
