"""Engagement: what the counted events of a lead are worth on a date, rule by rule and day by day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from .compare import matches
from .hygiene import Event
from .ledger import HUNDRED, ZERO, LedgerRow, clip, rounded, rounded_exactly
from .rules import Rule, Seeds, number, whole

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Accepted:
    """The events of a lead that one rule accepts: how many each day, and the moment of the last."""

    days: tuple[tuple[date, int], ...]
    last_at: datetime | None


class History:
    """The counted events of one lead in the order of (occurred_at, event_id)."""

    def __init__(self, events: list[Event]) -> None:
        self.events = sorted(events, key=lambda event: event.place)
        self.by_type: dict[str, list[Event]] = {}
        for event in self.events:
            self.by_type.setdefault(event.event_type, []).append(event)
        self._accepted: dict[int, tuple[Rule, Accepted]] = {}

    @property
    def activity_dates(self) -> list[date]:
        """The dates on which an event of any type counts, earliest first."""
        return sorted({event.day for event in self.events})

    def accepted(self, rule: Rule) -> Accepted:
        """The events that match the rule and stand below its cap.

        Later events never displace earlier ones, so what a date saw is the part of this up to the date.
        """
        if id(rule) not in self._accepted:  # the rule is kept beside the answer, so its id is not used again
            capped = _capped(self.matching(rule), whole(rule, "cap_count"), whole(rule, "cap_days"))
            self._accepted[id(rule)] = rule, capped
        return self._accepted[id(rule)][1]

    def matching(self, rule: Rule) -> list[Event]:
        """The events that match the rule, before its cap."""
        return [event for event in self.by_type.get(rule["event_type"] or "", []) if _meets(event, rule)]


def _meets(event: Event, rule: Rule) -> bool:
    name = rule.get("property")
    return name is None or matches(event.property(name), rule.get("operator"), rule.get("value"))


def _capped(events: list[Event], cap_count: int | None, cap_days: int | None) -> Accepted:
    taken: Counter[int] = Counter()
    days: Counter[date] = Counter()
    last_at = None
    for event in events:
        bucket = (event.day - EPOCH).days // cap_days if cap_days else 0
        if cap_count is None or taken[bucket] < cap_count:
            taken[bucket] += 1
            days[event.day] += 1
            last_at = event.occurred_at
    return Accepted(tuple(sorted(days.items())), last_at)


@lru_cache(maxsize=500_000)
def contribution(points: Decimal, decay: str | None, decay_days: Decimal | None, age_days: int, count: int) -> Decimal:
    """What `count` accepted events of one day are worth at an age: round(points * f * count, 6), exponential in double."""
    if decay == "exponential" and decay_days:
        return rounded(float(points) * 2.0 ** (-age_days / float(decay_days)) * count)
    factor = Fraction(1)
    if decay == "linear" and decay_days:
        factor = max(Fraction(0), 1 - Fraction(age_days) / Fraction(decay_days))
    return rounded_exactly(Fraction(points) * factor * count)


@dataclass(frozen=True)
class Plan:
    """The engagement rules and groups of one model that are valid on a date."""

    rules: tuple[tuple[Rule, Decimal, int | None, Decimal | None], ...]
    groups: dict[str, tuple[Decimal | None, Decimal | None]]


def plan(rules: Seeds, model_id: str | None, on: date) -> Plan:
    """Read the rules of a model on a date."""
    mine = [rule for rule in rules.valid("engagement_rules", on) if rule.get("model_id") == model_id]
    groups = [group for group in rules.valid("engagement_groups", on) if group.get("model_id") == model_id]
    return Plan(
        tuple((rule, _points(rule), whole(rule, "window_days"), number(rule, "decay_days")) for rule in mine),
        {group["group_id"] or "": (number(group, "floor"), number(group, "cap")) for group in groups},
    )


def _points(rule: Rule) -> Decimal:
    return number(rule, "points") or ZERO


def engagement(history: History, model: Plan, as_of: date) -> list[LedgerRow]:
    """The ledger rows of a lead before overrides, clipped by group and then to 0..100; their sum is the score."""
    groups: dict[str, list[LedgerRow]] = {}
    for rule, points, window_days, decay_days in model.rules:
        if rule["event_type"] not in history.by_type:
            continue
        worth = ZERO
        for day, count in history.accepted(rule).days:
            age_days = (as_of - day).days
            if age_days >= 0 and (window_days is None or age_days < window_days):
                worth += contribution(points, rule.get("decay"), decay_days, age_days, count)
        groups.setdefault(rule["group_id"] or "", []).append(LedgerRow("rule", rule["rule_id"] or "", worth))
    rows: list[LedgerRow] = []
    for group_id, parts in groups.items():
        floor, cap = model.groups.get(group_id, (None, None))
        rows += parts + clip(parts, floor, cap, "group", group_id)
    return rows + clip(rows, ZERO, HUNDRED, "total")


def lifetime_engagement(history: History, model: Plan) -> Decimal:
    """Points times accepted events of all time: no decay, window, group or clip."""
    return sum((points * sum(n for _, n in history.accepted(rule).days) for rule, points, _, _ in model.rules), ZERO)


def last_engaged_at(history: History, model: Plan) -> datetime | None:
    """The last event that any rule accepts."""
    moments = [history.accepted(rule).last_at for rule, _, _, _ in model.rules]
    return max((moment for moment in moments if moment is not None), default=None)
