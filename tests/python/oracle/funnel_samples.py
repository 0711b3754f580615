"""Small funnels for the tests of the oracle: the lead ann is there from 1 January 2026 and fits unless said."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from .facts import Row
from .rules import Seeds
from .samples import at, event, facts, lead, model_seeds, row, rule, seeds
from .stages import Stay, stages_of_facts
from .world import Inputs

# country de is an A, fr a C, it a D; without a country too little is known
TIERS = {"de": 90, "fr": 30, "it": 5}
STAGES = [
    ("known", 1, "marketing", "created", False),
    ("engaged", 2, "marketing", "engaged|score_fell", False),
    ("mql", 3, "marketing", "score_reached|hand_raised", False),
    ("sal", 4, "sales", "accepted", False),
    ("sql", 5, "sales", "qualified", False),
    ("opportunity", 6, "sales", "opportunity_opened", False),
    ("customer", 7, "won", "opportunity_won|purchased", False),
    ("recycled", None, "exit", "rejected|recycled", True),
    ("disqualified", None, "exit", "disqualified", False),
    ("lost", None, "exit", "opportunity_lost", True),
]


def funnel_seeds(**files: list[dict[str, Any]]) -> Seeds:
    """A funnel of plain rules: a call is worth 60 points, a visit 1, a demo asks for an answer for ten days."""
    letters = (("A", 75, True, True), ("B", 50, True, True), ("C", 25, False, True), ("D", 0, False, False))
    usual: dict[str, list[dict[str, Any]]] = {
        "funnel_stages": [
            {"stage": name, "position": position, "kind": kind, "entry_signals": signals, "allows_return": returns}
            for name, position, kind, signals, returns in STAGES
        ],
        "stage_thresholds": thresholds(),
        "grades": [
            *({"grade": g, "lower_bound": b, "mql_by_score": s, "mql_by_hand_raise": h} for g, b, s, h in letters),
            {"grade": "?", "below_completeness": "0.40", "mql_by_score": False, "mql_by_hand_raise": True},
        ],
        "event_types": [
            {"event_type": "demo", "is_hand_raise": True, "description": "asked for a demonstration"},
            {"event_type": "contact", "is_hand_raise": True, "description": "asked to be contacted"},
            {"event_type": "ask", "is_hand_raise": True, "description": "asked something"},
        ],
        "engagement_rules": [
            rule("call", "call", 60),
            rule("once", "webinar", 60, cap_count=1),
            rule("visit", "visit", 1),
            rule("bad", "complaint", -5),
            rule("demo", "demo", 5, window_days=10),
            rule("contact", "contact", 5),
        ],
        "recycle_reasons": [
            {"reason_id": "now", "cool_down_days": 0, "description": "may be called at once"},
            {"reason_id": "week", "cool_down_days": 7, "description": "wants a week"},
        ],
        "fit_attributes": [{"model_id": "b2c", "attribute": "country", "weight": 100}],
        "fit_rules": [
            {"rule_id": name, "model_id": "b2c", "attribute": "country", "operator": "eq", "value": name, "tier": tier}
            for name, tier in TIERS.items()
        ],
    }
    return model_seeds(**(usual | files))


def thresholds(enter: str = "60", exit_: str = "40", cool_down: str = "30") -> list[dict[str, Any]]:
    values = {"mql_enter": enter, "mql_exit": exit_, "mql_cool_down_days": cool_down}
    return [{"threshold_id": name, "threshold_value": value} for name, value in values.items()]


def moment(text: str) -> datetime:
    """A moment of 2026 from MM-DD or MM-DDTHH:MM."""
    return at(f"2026-{text}")


def ann(seen: str = "01-01", country: str | None = "de", **values: Any) -> Row:
    return lead("ann", **({"loaded_at": moment(seen), "country": country} | values))


def did(event_type: str, *days: str, lead_id: str = "ann") -> list[Row]:
    return [event(f"{event_type} {day}", event_type, f"2026-{day}", lead_id) for day in days]


def act(activity_type: str, when: str, reason: str | None = None, lead_id: str = "ann", **values: Any) -> Row:
    about = {"activity_id": f"{activity_type} {when}", "activity_type": activity_type, "reason": reason}
    return row("sales_activities", **(about | {"lead_id": lead_id, "occurred_at": moment(when)} | values))


def deal(created: str | None, closed: str | None = None, won: bool | None = None, **values: Any) -> Row:
    """An opportunity that is closed when it has an outcome; it is loaded long ago unless said."""
    about: dict[str, Any] = {"opportunity_id": "deal", "lead_id": "ann", "is_won": won, "is_closed": won is not None}
    about |= {"created_at": moment(created) if created else None, "closed_at": moment(closed) if closed else None}
    return row("opportunities", **(about | values))


def bought(when: str, amount: int | None = 10, order_id: str = "o", **values: Any) -> Row:
    about = {"order_id": order_id, "lead_id": "ann", "amount": amount, "ordered_at": moment(when)}
    return row("orders", **(about | values))


def level(points: str, day: str, days: int = 1) -> Row:
    """Override points of engagement from a day on."""
    starts = moment(day).date()
    about = {"override_id": f"o{day}", "lead_id": "ann", "dimension": "engagement", "points": Decimal(points)}
    return row("score_overrides", **about, starts_on=starts, expires_on=starts + timedelta(days=days))


def stays(rules: Seeds | None = None, on: str = "02-28", lead_id: str = "ann", **tables: list[Row]) -> list[Stay]:
    """The stays of a lead as of a day of 2026."""
    tables = {"leads": [ann()]} | tables
    inputs = Inputs(facts(**tables), rules or funnel_seeds(), seeds())
    return stages_of_facts(inputs, date.fromisoformat(f"2026-{on}")).get(lead_id, [])


def path(rules: Seeds | None = None, on: str = "02-28", **tables: list[Row]) -> list[str]:
    """The signals of ann's stays with their days."""
    return [f"{stay.entry_signal} {stay.entered_on:%m-%d}" for stay in stays(rules, on, "ann", **tables)]
