"""The whole row of a lead, worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from .facts import Facts, Row
from .samples import at, event, facts, lead, model_seeds, row, rule, scored, seeds
from .score import lead_score

MATRIX = [
    {"cell_id": "hot", "grades": "A|B", "bands": "1|2", "lifecycle_stages": "prospect", "segment": "sales"},
    {"cell_id": "other", "grades": "C|D|?", "bands": "1|2|3|4", "lifecycle_stages": "prospect", "segment": "nurture"},
]
EXCLUSIONS: list[dict[str, Any]] = [
    {"rule_id": "x1", "kind": "job_seeker", "precedence": 20, "match_field": "event_type", "operator": "eq"}
    | {"value": "careers", "min_count": 3, "min_days": 2, "window_days": 10, "segment": "dismiss"},
    {"rule_id": "x2", "kind": "internal", "precedence": 10, "match_field": "email_domain", "operator": "matches_domain"}
    | {"value": "us.example", "segment": "dismiss", "recommended_action": "none"},
]
RULES = model_seeds(
    engagement_rules=[rule("call", "call", 10)],
    fit_attributes=[{"model_id": "b2c", "attribute": "country", "weight": 100}],
    fit_rules=[
        {"rule_id": "f", "model_id": "b2c", "attribute": "country", "operator": "eq", "value": "de", "tier": 90}
    ],
    lifecycle_rules=[{"rule_id": "p", "lifecycle_stage": "prospect", "precedence": 1}],
    priority_matrix=MATRIX,
    exclusion_rules=EXCLUSIONS,
)


def calls(count: int, day: str) -> list[Row]:
    return [event(f"{day}-{number}", "call", day) for number in range(count)]


@pytest.mark.parametrize(
    ("fit_score", "engagement_score", "weight", "score"),
    [
        ("64", "25", "0.5", "40"),
        ("100", "0", "0.5", "0"),
        ("0", "100", "0.4", "0"),
        ("50", "0", "1", "50"),
        ("0", "50", "0", "50"),
        ("80", "20", "0.6", "45.95"),
        ("0", "0", "0.5", "0"),
    ],
)
def test_lead_score_is_the_weighted_geometric_mean(
    fit_score: str, engagement_score: str, weight: str, score: str
) -> None:
    # 100 * 0.8^0.6 * 0.2^0.4 = 100 * 0.874690 * 0.525306 = 45.95
    assert lead_score(Decimal(fit_score), Decimal(engagement_score), Decimal(weight)) == Decimal(score)


def test_a_row_from_end_to_end() -> None:
    given = facts(leads=[lead("ann", country="DE")], events=calls(4, "2026-01-05"))
    assert scored(given, RULES, "2026-01-10")["ann"] == {
        "audience": "b2c",
        "model_id": "b2c",
        "fit_score": 90,
        "fit_grade": "A",
        "fit_completeness": 1,
        "engagement_score": 40,
        "engagement_band": "2",
        "lead_score": 60,
        "shadow_score": 60,
        "not_scored_reason": None,
        "segment": "sales",
        "recommended_action": None,
        "lifecycle_stage": "prospect",
        "lifetime_engagement": 40,
        "peak_engagement": 40,
        "peak_engagement_on": date(2026, 1, 5),
        "last_engaged_at": at("2026-01-05"),
        "engagement_7d_ago": 0,
        "engagement_30d_ago": 0,
        "trend": "improving",
        "fit_override_points": 0,
        "engagement_override_points": 0,
    }


@pytest.mark.parametrize(
    ("first_seen", "week_ago", "month_ago", "trend"),
    [
        ("2025-12-11", 0, 0, "improving"),
        ("2025-12-12", 0, None, "improving"),
        ("2026-01-03", 0, None, "improving"),
        ("2026-01-04", None, None, "not_enough_history"),
    ],
)
def test_history_begins_when_the_lead_was_first_seen(
    first_seen: str, week_ago: int | None, month_ago: int | None, trend: str
) -> None:
    rows = [lead("ann", loaded_at=at(first_seen)), lead("ann", loaded_at=at("2026-01-09"))]
    found = scored(facts(leads=rows, events=calls(1, "2026-01-05")), RULES, "2026-01-10")["ann"]
    assert (found["engagement_7d_ago"], found["engagement_30d_ago"], found["trend"]) == (week_ago, month_ago, trend)


@pytest.mark.parametrize(
    ("points", "trend"), [(5, "improving"), (4.999, "steady"), (-4.999, "steady"), (-5, "declining")]
)
def test_the_trend_turns_at_five_points_in_seven_days(points: float, trend: str) -> None:
    rules = model_seeds(engagement_rules=[rule("base", "base", 50), rule("move", "move", points)])
    events = [event("a", "base", "2026-01-01"), event("b", "move", "2026-01-05")]
    assert scored(facts(events=events), rules, "2026-01-10")["ann"]["trend"] == trend


def test_exclusion_keeps_the_shadow_score_and_the_smallest_precedence_speaks() -> None:
    careers = [event(f"c{n}", "careers", f"2026-01-0{n}") for n in (1, 5, 6)]
    staff = facts(leads=[lead("ann", country="de", email="a@mail.us.example")], events=careers + calls(1, "2026-01-05"))
    found = scored(staff, RULES, "2026-01-10")["ann"]
    assert (found["lead_score"], found["shadow_score"], found["not_scored_reason"]) == (None, 30, "internal")
    assert (found["segment"], found["recommended_action"]) == ("dismiss", "none")


def test_minimum_evidence_asks_for_count_days_and_window() -> None:
    def reason(*days: str, **more: Any) -> str | None:
        given = facts(events=[event(f"c{number}", "careers", day, **more) for number, day in enumerate(days)])
        found: str | None = scored(given, RULES, "2026-01-10")["ann"]["not_scored_reason"]
        return found

    assert reason("2026-01-01", "2026-01-02", "2026-01-02") == "job_seeker"
    assert reason("2026-01-01", "2026-01-02") is None
    assert reason("2026-01-02", "2026-01-02", "2026-01-02") is None
    assert reason("2025-12-31", "2026-01-02", "2026-01-02") is None
    assert reason("2026-01-01", "2026-01-02", "2026-01-02", is_machine=True) is None


def override(dimension: str, points: str, starts: str = "2026-01-01", ends: str = "2026-02-01", **more: Any) -> Row:
    days = {"starts_on": date.fromisoformat(starts), "expires_on": date.fromisoformat(ends)}
    fixed = {"override_id": points, "lead_id": "ann", "dimension": dimension, "points": Decimal(points)}
    return row("score_overrides", **(fixed | days | more))


def test_overrides_add_after_the_clip_and_are_clipped_again() -> None:
    given = facts(
        leads=[lead("ann", country="de")],
        events=calls(12, "2026-01-05"),
        score_overrides=[override("engagement", "-30"), override("fit", "25"), override("fit", "9", ends="2026-01-10")],
    )
    found = scored(given, RULES, "2026-01-10")["ann"]
    assert (found["engagement_score"], found["engagement_override_points"]) == (70, -30)
    assert (found["fit_score"], found["fit_override_points"]) == (100, 25)


def test_a_past_score_uses_the_overrides_of_its_day() -> None:
    given = facts(
        events=calls(1, "2026-01-02"),
        score_overrides=[
            override("engagement", "7", ends="2026-01-04"),
            override("engagement", "50", ends="2026-01-04", loaded_at=at("2026-01-04")),
        ],
    )
    found = scored(given, RULES, "2026-01-10")["ann"]
    assert (found["engagement_7d_ago"], found["peak_engagement"], found["engagement_score"]) == (17, 67, 10)


def test_a_lead_without_an_active_model_is_not_scored() -> None:
    found = scored(facts(leads=[lead("ann", audience="b2b")]), RULES, "2026-01-10")["ann"]
    assert (found["not_scored_reason"], found["lead_score"], found["model_id"]) == ("no_active_model", None, None)


def test_no_rules_and_no_facts_are_a_normal_case() -> None:
    assert scored(Facts({}), seeds(), "2026-01-10") == {}
    assert set(scored(facts(), seeds(), "2026-01-10")) == {"ann"}
