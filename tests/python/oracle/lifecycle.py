"""The lifecycle stage: what a lead has bought, how long ago, and what it says about us."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from .facts import Facts, Row
from .identity import Identity
from .ledger import ZERO
from .rules import Rule, Seeds, by_precedence, number

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


@dataclass
class Purchases:
    """The orders of a lead whose total is above zero, or that state no amount at all."""

    orders: dict[str, list[Row]]

    def numbers(self, nps: int | None, on: date) -> dict[str, int | None]:
        """purchases and products (counts), tenure_days and recency_days (None without a purchase), nps."""
        lines = [line for order in self.orders.values() for line in order]
        dates = [line["ordered_at"].date() for line in lines]
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
    for line in facts.visible("orders", known_on):
        if line["lead_id"]:
            orders.setdefault((identity.survivor(line["lead_id"]), line["order_id"]), []).append(line)
    found: dict[str, Purchases] = {}
    for (lead_id, order_id), lines in orders.items():
        amounts = [Decimal(line["amount"]) for line in lines if line["amount"] is not None]
        if not amounts or sum(amounts, ZERO) > 0:
            found.setdefault(lead_id, Purchases({})).orders[order_id] = lines
    return found


def nps_by_lead(facts: Facts, identity: Identity, known_on: date) -> dict[str, int]:
    """The score of the latest visible customer NPS answer of each surviving lead (ties: smallest response_id)."""
    latest: dict[str, tuple[datetime, int]] = {}
    for answer in sorted(facts.visible("survey_responses", known_on), key=lambda row: str(row["response_id"])):
        if (answer["population"], answer["survey_kind"]) != ("customer", "nps") or answer["score"] is None:
            continue
        lead_id = identity.survivor(answer["respondent_id"])
        if lead_id not in latest or answer["occurred_at"] > latest[lead_id][0]:
            latest[lead_id] = answer["occurred_at"], int(answer["score"])
    return {lead_id: score for lead_id, (_, score) in latest.items()}


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
