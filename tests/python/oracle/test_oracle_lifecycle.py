"""Lifecycle stages, worked out by hand."""

from __future__ import annotations

from typing import Any

from .facts import Facts, Row
from .samples import at, facts, lead, model_seeds, row, scored

STAGES = model_seeds(
    lifecycle_rules=[
        {"rule_id": "p", "lifecycle_stage": "prospect", "precedence": 100},
        {"rule_id": "a", "lifecycle_stage": "active", "precedence": 50, "min_purchases": 1},
        {"rule_id": "n", "lifecycle_stage": "new", "precedence": 9, "min_purchases": 1, "max_tenure_days": 90},
        {"rule_id": "l", "lifecycle_stage": "lapsed", "precedence": 8, "min_recency_days": 365},
        {"rule_id": "b", "lifecycle_stage": "broad", "precedence": 7, "min_products": 2, "max_recency_days": 30},
        {"rule_id": "v", "lifecycle_stage": "advocate", "precedence": 5, "min_nps": 9, "min_tenure_days": 91},
    ]
)


def line(order_id: str, ordered_at: str, amount: float | None = 10, lead_id: str | None = "ann", **more: Any) -> Row:
    return row("orders", order_id=order_id, lead_id=lead_id, amount=amount, ordered_at=at(ordered_at), **more)


def answer(response_id: str, occurred_at: str, score: int | None, **more: Any) -> Row:
    fixed = {"respondent_id": "ann", "population": "customer", "survey_kind": "nps", "score": score} | more
    return row("survey_responses", response_id=response_id, occurred_at=at(occurred_at), **fixed)


def stage(given: Facts, on: str = "2026-01-10", lead_id: str = "ann") -> str:
    found: str = scored(given, STAGES, on)[lead_id]["lifecycle_stage"]
    return found


def test_without_purchases_a_lead_is_a_prospect() -> None:
    assert stage(facts()) == "prospect"
    assert stage(facts(orders=[line("o", "2026-01-01", 0), line("o", "2026-01-01", None)])) == "prospect"


def test_an_order_without_any_amount_is_a_purchase() -> None:
    assert stage(facts(orders=[line("o", "2026-01-01", None)])) == "new"


def test_an_order_is_a_purchase_when_its_lines_total_above_zero() -> None:
    assert stage(facts(orders=[line("o", "2026-01-01", 10), line("o", "2026-01-01", -10)])) == "prospect"
    assert stage(facts(orders=[line("o", "2026-01-01", 10), line("o", "2026-01-01", -9)])) == "new"


def test_tenure_runs_from_the_first_and_recency_from_the_last_purchase() -> None:
    assert stage(facts(orders=[line("o", "2025-10-12")])) == "new"  # 90 days
    assert stage(facts(orders=[line("o", "2025-10-11")])) == "active"  # 91 days
    assert stage(facts(orders=[line("o", "2025-01-11")])) == "active"  # 364 days
    assert stage(facts(orders=[line("o", "2025-01-10")])) == "lapsed"  # 365 days
    assert stage(facts(orders=[line("o", "2025-01-10"), line("q", "2025-12-31")])) == "active"


def test_breadth_counts_products_once() -> None:
    same = [line("o", "2026-01-01", product_id="x"), line("q", "2026-01-02", product_id="x")]
    assert stage(facts(orders=same)) == "new"
    assert stage(facts(orders=[*same, line("o", "2026-01-01", product_id="y")])) == "broad"


def test_the_latest_visible_customer_nps_decides() -> None:
    bought = [line("o", "2025-06-01")]
    assert stage(facts(orders=bought, survey_responses=[answer("b", "2026-01-01", 9)])) == "advocate"
    assert stage(facts(orders=bought, survey_responses=[answer("b", "2026-01-01", 8)])) == "active"
    newer_low = [answer("a", "2026-01-02", 3), answer("b", "2026-01-01", 9)]
    assert stage(facts(orders=bought, survey_responses=newer_low)) == "active"
    assert stage(facts(orders=bought, survey_responses=newer_low), on="2026-01-01") == "advocate"
    employee = [answer("b", "2026-01-01", 9, population="employee"), answer("c", "2026-01-01", 9, survey_kind="pulse")]
    assert stage(facts(orders=bought, survey_responses=employee)) == "active"


def test_orders_and_answers_count_for_the_survivor_of_a_merge_and_only_when_visible() -> None:
    merge = row("lead_merges", merged_lead_id="bob", surviving_lead_id="ann", merged_at=at("2026-01-05"))
    given = facts(
        leads=[lead("ann"), lead("bob")],
        lead_merges=[merge],
        orders=[
            line("o", "2025-06-01", lead_id="bob", loaded_at=at("2026-01-08")),
            line("q", "2025-06-01", lead_id=None),
        ],
        survey_responses=[answer("a", "2026-01-09", 10, respondent_id="bob")],
    )
    assert [stage(given, f"2026-01-{day}") for day in ("07", "08", "09")] == ["prospect", "active", "advocate"]
