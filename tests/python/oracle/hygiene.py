"""Which events count: the five steps of hygiene, in their order, as known on a date."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from .agents import Agents
from .attributes import json_object
from .compare import text
from .facts import COLUMNS, Facts, Row, in_column_order
from .identity import Identity
from .rules import Rule, Seeds

DELIVERY_ORDER = ("loaded_at", "occurred_at", "event_type", "lead_id", "anonymous_id", "email")
DELIVERY_ORDER_REST = tuple(name for name in COLUMNS["events"] if name not in DELIVERY_ORDER)
PROPERTY_COLUMNS = frozenset({"channel", "session_id", "message_id", "asset_id", "campaign", "url", "user_agent"})


@dataclass(eq=False)
class Event:
    """One event: the delivery that stands, the lead it belongs to, and what hygiene made of it (outcome)."""

    row: Row
    lead_id: str | None = None
    outcome: str = "counted"
    _properties: dict[str, Any] | None = field(default=None, repr=False)

    @property
    def event_id(self) -> str:
        return str(self.row["event_id"])

    @property
    def event_type(self) -> str:
        return str(self.row["event_type"])

    @property
    def occurred_at(self) -> datetime:
        moment: datetime = self.row["occurred_at"]
        return moment

    @property
    def day(self) -> date:
        """The activity date."""
        return self.occurred_at.date()

    @property
    def place(self) -> tuple[datetime, str]:
        """Events of a lead stand in this order."""
        return self.occurred_at, self.event_id

    def property(self, name: str) -> str | None:
        """A column of the event or else a key of its properties, as text."""
        if name in PROPERTY_COLUMNS:
            return text(self.row.get(name))
        if self._properties is None:
            self._properties = json_object(self.row.get("properties"))
        return text(self._properties.get(name))


@dataclass(frozen=True)
class Tolerances:
    """The two variables of hygiene: seconds after a delivery, days of clock skew."""

    machine_click_seconds: int = 2
    clock_skew_days: int = 1


def cleanse(
    facts: Facts, identity: Identity, rules: Seeds, agents: Iterable[Rule], known_on: date, tolerances: Tolerances
) -> list[Event]:
    """One Event per event id visible on a date, with its outcome; those that count have `counted`."""
    types = {str(row.get("event_type")): row for row in rules.rows("event_types")}
    listed = Agents(agents)
    events = [Event(row) for row in standing_deliveries(facts.visible("events", known_on))]
    for event in events:
        event.lead_id, reason = identity.resolve(event.row)
        if event.lead_id is None:
            event.outcome = reason
    resolved = sorted((event for event in events if event.lead_id is not None), key=lambda event: event.place)
    _mark_semantic_duplicates(resolved, types)
    _mark_machines(resolved, types, listed, timedelta(seconds=tolerances.machine_click_seconds))
    for event in resolved:
        late = event.occurred_at - event.row["loaded_at"] > timedelta(days=tolerances.clock_skew_days)
        if event.outcome == "counted" and late:
            event.outcome = "quarantined"
    return events


def standing_deliveries(deliveries: Iterable[Row]) -> list[Row]:
    """Of each event id the first delivery, ordered by its columns."""
    first: dict[str, Row] = {}
    for row in deliveries:
        held = first.setdefault(row["event_id"], row)
        if held is not row and _delivery_place(row) < _delivery_place(held):
            first[row["event_id"]] = row
    return list(first.values())


def _delivery_place(row: Row) -> tuple[tuple[bool, Any], ...]:
    return in_column_order(row, DELIVERY_ORDER + DELIVERY_ORDER_REST)


def dedupe_key(event: Event, types: dict[str, Rule]) -> str | None:
    """The event's own key, else the column its type names, else None."""
    column = types.get(event.event_type, {}).get("dedupe_by")
    return event.row.get("dedupe_key") or (text(event.row.get(column)) if column else None)


def _mark_semantic_duplicates(resolved: list[Event], types: dict[str, Rule]) -> None:
    seen: set[tuple[str | None, str, str]] = set()
    for event in resolved:
        key = dedupe_key(event, types)
        if key is None:
            continue
        if (event.lead_id, event.event_type, key) in seen:
            event.outcome = "semantic_duplicate"
        seen.add((event.lead_id, event.event_type, key))


def _mark_machines(resolved: list[Event], types: dict[str, Rule], agents: Agents, limit: timedelta) -> None:
    deliveries: dict[tuple[str | None, str, str], list[datetime]] = {}
    for event in resolved:
        if message := event.row.get("message_id"):
            deliveries.setdefault((event.lead_id, event.event_type, message), []).append(event.occurred_at)
    for event in resolved:
        listed = agents.has(event.row.get("user_agent") or "")
        delivery_type = types.get(event.event_type, {}).get("delivery_event_type") or ""
        sent = deliveries.get((event.lead_id, delivery_type, event.row.get("message_id") or ""), [])
        before = bisect_right(sent, event.occurred_at)
        instant = before > 0 and event.occurred_at - sent[before - 1] < limit
        if event.outcome == "counted" and (event.row.get("is_machine") or listed or instant):
            event.outcome = "machine"
