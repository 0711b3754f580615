"""The signals that have a moment: acts of sales, opportunities and purchases of each lead, as known on a date."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from .attributes import newest
from .compare import elements
from .days import day_of, end_of
from .facts import Facts, Row, in_column_order
from .identity import Identity, standing
from .lifecycle import purchases_by_lead
from .rules import Rule, Seeds, number

ACTIVITY_ORDER = ("loaded_at", "occurred_at", "activity_type", "lead_id", "owner_id", "reason")
ACTS = ("accepted", "rejected", "qualified", "recycled", "disqualified")


@dataclass(frozen=True)
class Signal:
    """Something that happened to a lead at a moment; the reason is as sales gave it."""

    name: str
    at: datetime
    signal_id: str
    reason: str | None = None

    @property
    def on(self) -> date:
        return day_of(self.at)


@dataclass(frozen=True)
class Stage:
    """One row of funnel_stages; exits have no position."""

    name: str
    kind: str
    position: int | None
    allows_return: bool


class Funnel:
    """Which signal leads to which stage."""

    def __init__(self, rules: Seeds) -> None:
        self._by_signal: dict[str, Stage] = {}
        for row in rules.rows("funnel_stages"):
            for signal in elements(row.get("entry_signals")):
                self._by_signal[signal] = _stage(row)

    def stage(self, signal: str) -> Stage | None:
        """The stage a signal leads to, None when no row names it."""
        return self._by_signal.get(signal)

    def place(self, signal: Signal) -> tuple[datetime, int, int, str, str]:
        """Signals are taken by moment, then position with exits last, then name, then id."""
        stage = self.stage(signal.name)
        position = stage.position if stage else None
        return signal.at, int(position is None), position or 0, signal.name, signal.signal_id


def _stage(row: Rule) -> Stage:
    position = number(row, "position")
    returns = (row.get("allows_return") or "").lower() == "true"
    return Stage(row.get("stage") or "", row.get("kind") or "", None if position is None else int(position), returns)


def signals_by_lead(facts: Facts, identity: Identity, funnel: Funnel, known_on: date) -> dict[str, list[Signal]]:
    """All signals with a moment of the surviving leads, in their order; those that lead to no stage are left out."""
    end = end_of(known_on)
    found: dict[str, list[Signal]] = {}
    for lead_id, signal in (*_acts(facts, known_on), *_opportunities(facts, known_on)):
        if signal.at < end:
            found.setdefault(identity.survivor(lead_id), []).append(signal)
    for lead_id, purchases in purchases_by_lead(facts, identity, known_on).items():
        for order_id, lines in purchases.orders.items():
            first = min(line["ordered_at"] for line in lines)
            found.setdefault(lead_id, []).append(Signal("purchased", first, order_id))
    return {
        lead_id: sorted((signal for signal in own if funnel.stage(signal.name)), key=funnel.place)
        for lead_id, own in found.items()
    }


def _acts(facts: Facts, known_on: date) -> list[tuple[str, Signal]]:
    first = _first_deliveries(standing(facts.visible("sales_activities", known_on), ("activity_id",)))
    return [
        (row["lead_id"], Signal(row["activity_type"], row["occurred_at"], row["activity_id"], row["reason"]))
        for row in first
        if row["activity_type"] in ACTS
    ]


def _first_deliveries(rows: Iterable[Row]) -> list[Row]:
    first: dict[str, Row] = {}
    for row in sorted(rows, key=lambda row: in_column_order(row, ACTIVITY_ORDER)):
        first.setdefault(row["activity_id"], row)
    return list(first.values())


def _opportunities(facts: Facts, known_on: date) -> list[tuple[str, Signal]]:
    found: list[tuple[str, Signal]] = []
    end = end_of(known_on)
    visible = [row for row in facts.visible("opportunities", known_on) if (row["created_at"] or row["loaded_at"]) < end]
    for opportunity_id, row in newest(visible, "opportunities", "opportunity_id").items():
        if not row["lead_id"]:
            continue
        loads = [other for other in visible if other["opportunity_id"] == opportunity_id]
        opened_at = row["created_at"] or min(other["loaded_at"] for other in loads)
        if row["is_closed"]:
            outcome = "opportunity_won" if row["is_won"] else "opportunity_lost"
            closed_at = row["closed_at"] or min(other["loaded_at"] for other in loads if other["is_closed"])
            if closed_at < end:
                opened_at = min(opened_at, closed_at)
            found.append((row["lead_id"], Signal(outcome, closed_at, opportunity_id)))
        found.append((row["lead_id"], Signal("opportunity_opened", opened_at, opportunity_id)))
    return found
