"""Which events count: the steps of hygiene, in their order, as known on a date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from .agents import Agents
from .attributes import json_object
from .compare import text
from .days import day_of
from .facts import COLUMNS, Facts, Row, in_column_order
from .identity import Identity
from .rules import Rule, Seeds, whole

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
        return day_of(self.occurred_at)

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
        if event.row.get("is_machine") or listed.has(event.row.get("user_agent") or ""):
            event.outcome = "machine"
        elif event.lead_id is None:
            event.outcome = reason
    resolved = sorted((event for event in events if event.lead_id is not None), key=lambda event: event.place)
    near_delivery = _near_deliveries(resolved, types, tolerances)
    bursts = _bursts(resolved, types)
    for event in resolved:
        if event.outcome == "counted" and (event.event_id in near_delivery or event.event_id in bursts):
            event.outcome = "machine"
    _mark_duplicates([event for event in resolved if event.outcome == "counted"], types)
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


def _mark_duplicates(persons: list[Event], types: dict[str, Rule]) -> None:
    """With a key all but the first; without one what follows the one before it within the seconds of its type."""
    last: dict[tuple[str | None, str, str | None], datetime] = {}
    for event in persons:
        place = event.lead_id, event.event_type, dedupe_key(event, types)
        seconds = whole(types.get(event.event_type, {}), "repeat_within_seconds")
        if place in last:
            is_near = seconds is not None and event.occurred_at - last[place] <= timedelta(seconds=seconds)
            event.outcome = "semantic_duplicate" if place[2] is not None or is_near else event.outcome
        last[place] = event.occurred_at


def _near_deliveries(resolved: list[Event], types: dict[str, Rule], tolerances: Tolerances) -> set[str]:
    """Acts from seconds_before before a delivery of their message to just under seconds_after after it."""
    deliveries: dict[tuple[str | None, str, str], list[datetime]] = {}
    for event in resolved:
        if message := event.row.get("message_id"):
            deliveries.setdefault((event.lead_id, event.event_type, message), []).append(event.occurred_at)
    found = set()
    for event in resolved:
        kind = types.get(event.event_type, {})
        before = whole(kind, "machine_seconds_before") or 0
        after = whole(kind, "machine_seconds_after")
        after = tolerances.machine_click_seconds if after is None else after
        sent = (event.lead_id, kind.get("delivery_event_type") or "", event.row.get("message_id") or "")
        for moment in deliveries.get(sent, []):
            if timedelta(seconds=-before) <= event.occurred_at - moment < timedelta(seconds=after):
                found.add(event.event_id)
    return found


def _bursts(resolved: list[Event], types: dict[str, Rule]) -> set[str]:
    """Acts with which, within seconds before or after, enough different links of their message were followed."""
    acts: dict[tuple[str | None, str], list[Event]] = {}
    for event in resolved:
        if (message := event.row.get("message_id")) and whole(types.get(event.event_type, {}), "machine_burst_count"):
            acts.setdefault((event.lead_id, message), []).append(event)
    found = set()
    for of_message in acts.values():
        for event in of_message:
            needed = whole(types[event.event_type], "machine_burst_count") or 0
            reach = timedelta(seconds=whole(types[event.event_type], "machine_burst_seconds") or 0)
            links = {
                (other.event_type, other.row.get("url") or "")
                for other in of_message
                if abs(other.occurred_at - event.occurred_at) <= reach
                and (whole(types[other.event_type], "machine_burst_count") or 0) <= needed
            }
            if len(links) >= needed:
                found.add(event.event_id)
    return found
