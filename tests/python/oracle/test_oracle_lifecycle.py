"""Lifecycle stages, worked out by hand."""

from __future__ import annotations

from typing import Any

from .facts import Facts, Row
from .samples import at, facts, lead, model_seeds, row, scored

SCALE = {"population": "customer", "survey_kind": "nps", "scale_low": 0, "scale_high": 10}
STAGES = model_seeds(
    survey_scales=[
        {"population": "employee", "survey_kind": "enps", "scale_low": 1, "scale_high": 99},
        SCALE | {"valid_to": "2026-02-01"},
        SCALE | {"scale_high": 8, "valid_from": "2026-02-01", "valid_to": "2026-03-01"},
    ],
    lifecycle_rules=[
        {"rule_id": "p", "lifecycle_stage": "prospect", "precedence": 100},
        {"rule_id": "a", "lifecycle_stage": "active", "precedence": 50, "min_purchases": 1},
        {"rule_id": "n", "lifecycle_stage": "new", "precedence": 9, "min_purchases": 1, "max_tenure_days": 90},
        {"rule_id": "l", "lifecycle_stage": "lapsed", "precedence": 8, "min_recency_days": 365},
        {"rule_id": "b", "lifecycle_stage": "broad", "precedence": 7, "min_products": 2, "max_recency_days": 30},
        {"rule_id": "v", "lifecycle_stage": "advocate", "precedence": 5, "min_nps": 9, "min_tenure_days": 91},
    ],
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


def test_an_answer_off_its_scale_is_not_read() -> None:
    bought = [line("o", "2025-06-01")]
    for score, found in ((11, "active"), (10, "advocate"), (-1, "active"), (None, "active")):
        assert stage(facts(orders=bought, survey_responses=[answer("b", "2026-01-02", score)])) == found
    off = facts(orders=bought, survey_responses=[answer("a", "2026-01-01", 9), answer("b", "2026-01-02", 11)])
    assert stage(off) == "advocate"


def test_the_scale_is_the_one_valid_on_the_date() -> None:
    given = facts(orders=[line("o", "2025-06-01")], survey_responses=[answer("a", "2026-01-01", 9)])
    found = [stage(given, on) for on in ("2026-01-31", "2026-02-01", "2026-03-01")]
    assert found == ["advocate", "active", "active"]


def test_the_first_delivery_of_an_answer_stands() -> None:
    bought = [line("o", "2025-06-01")]
    again = [
        answer("a", "2026-01-03", 3, loaded_at=at("2026-01-05")),
        answer("a", "2026-01-02", 9, loaded_at=at("2026-01-04")),
    ]
    assert stage(facts(orders=bought, survey_responses=again)) == "advocate"
    without = [
        answer("a", "2026-01-02", None, loaded_at=at("2026-01-04")),
        answer("a", "2026-01-02", 9, loaded_at=at("2026-01-05")),
    ]
    assert stage(facts(orders=bought, survey_responses=without)) == "active"
    two_questions = [answer("a", "2026-01-02", 3, question_id="r"), answer("a", "2026-01-02", 9, question_id="q")]
    assert stage(facts(orders=bought, survey_responses=two_questions)) == "advocate"


def test_of_answers_of_the_same_moment_the_smallest_response_is_read() -> None:
    bought = [line("o", "2025-06-01")]
    tied = [answer("b", "2026-01-02", 3), answer("a", "2026-01-02", 9)]
    assert stage(facts(orders=bought, survey_responses=tied)) == "advocate"


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
