"""The lifecycle stage: what a lead has bought, how long ago, and what it says about us."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from .days import day_of
from .facts import Facts, Row, in_column_order
from .identity import Identity, standing
from .ledger import ZERO
from .orders import order_lines
from .rules import Rule, Seeds, by_precedence, number, whole

# condition column, the number it is about, whether it is a lower bound; both ends are inclusive
CONDITIONS = (
    ("min_purchases", "purchases", True),
    ("max_purchases", "purchases", False),
    ("min_tenure_days", "tenure_days", True),
    ("max_tenure_days", "tenure_days", False),
    ("min_products", "products", True),
    ("min_recency_days", "recency_days", True),
    ("max_recency_days", "recency_days", False),
    ("min_nps", "nps", True),
)
CUSTOMER_NPS = ("customer", "nps")
# Of several deliveries of an answer the first in this order stands.
DELIVERY_ORDER = ("loaded_at", "occurred_at", "score", "population", "survey_kind", "survey_id", "respondent_id")


@dataclass
class Purchases:
    """The orders of a lead whose total is above zero, or that state no amount at all."""

    orders: dict[str, list[Row]]

    def numbers(self, nps: int | None, on: date) -> dict[str, int | None]:
        """purchases and products (counts), tenure_days and recency_days (None without a purchase), nps."""
        lines = [line for order in self.orders.values() for line in order]
        dates = [day_of(line["ordered_at"]) for line in lines]
        return {
            "purchases": len(self.orders),
            "products": len({line["product_id"] for line in lines if line["product_id"] is not None}),
            "tenure_days": (on - min(dates)).days if dates else None,
            "recency_days": (on - max(dates)).days if dates else None,
            "nps": nps,
        }


def purchases_by_lead(facts: Facts, identity: Identity, known_on: date) -> dict[str, Purchases]:
    """Visible order lines of each surviving lead, by order."""
    orders: dict[tuple[str, str], list[Row]] = {}
    for line in order_lines(facts.visible("orders", known_on)):
        if line["lead_id"]:
            orders.setdefault((identity.survivor(line["lead_id"]), line["order_id"]), []).append(line)
    found: dict[str, Purchases] = {}
    for (lead_id, order_id), lines in orders.items():
        amounts = [Decimal(line["amount"]) for line in lines if line["amount"] is not None]
        if not amounts or sum(amounts, ZERO) > 0:
            found.setdefault(lead_id, Purchases({})).orders[order_id] = lines
    return found


def nps_by_lead(facts: Facts, identity: Identity, rules: Seeds, known_on: date) -> dict[str, int]:
    """The score of the latest visible customer NPS answer of each surviving lead that is on the scale of known_on.

    Of answers of the same moment the smallest response_id, then question_id (empty first).
    """
    scale = next((row for row in rules.valid("survey_scales", known_on) if _kind(row) == CUSTOMER_NPS), None)
    low, high = (whole(scale, "scale_low"), whole(scale, "scale_high")) if scale else (None, None)
    latest: dict[str, Row] = {}
    for answer in _answers(facts.visible("survey_responses", known_on)):
        score = answer["score"]
        if _kind(answer) != CUSTOMER_NPS or score is None or low is None or high is None or not low <= score <= high:
            continue
        lead_id = identity.survivor(answer["respondent_id"])
        if lead_id not in latest or answer["occurred_at"] > latest[lead_id]["occurred_at"]:
            latest[lead_id] = answer
    return {lead_id: int(answer["score"]) for lead_id, answer in latest.items()}


def _answers(deliveries: list[Row]) -> list[Row]:
    """The delivery of each response and question that stands, in the order of both."""
    first: dict[tuple[str, str], Row] = {}
    told = standing(deliveries, ("response_id", "question_id"))
    for row in sorted(told, key=lambda row: in_column_order(row, DELIVERY_ORDER)):
        first.setdefault((str(row["response_id"]), str(row["question_id"] or "")), row)
    return [first[key] for key in sorted(first)]


def _kind(row: Mapping[str, Any]) -> tuple[str | None, str | None]:
    return row["population"], row["survey_kind"]


def lifecycle_stage(numbers: dict[str, int | None], rules: Seeds, on: date) -> str | None:
    """The stage of the first rule by precedence whose conditions all hold; a missing number fails a condition."""
    for rule in by_precedence(rules.valid("lifecycle_rules", on)):
        if all(_holds(rule, column, numbers[name], is_lower) for column, name, is_lower in CONDITIONS):
            return rule.get("lifecycle_stage")
    return None


def _holds(rule: Rule, column: str, value: int | None, is_lower: bool) -> bool:
    bound = number(rule, column)
    if bound is None:
        return True
    return value is not None and (value >= bound if is_lower else value <= bound)
