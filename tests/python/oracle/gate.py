"""The MQL gate of one cycle of a lead, evaluated once per date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from .compare import as_text
from .daily import Days
from .engagement import History
from .fit import scale
from .hygiene import Event
from .ledger import ZERO
from .rules import Rule, Seeds, number, whole
from .signals import Signal, Stage


@dataclass(frozen=True)
class Verdict:
    """What the gate says when it moves: the signal, the reason in words, and the moment of the hand-raise that opened it; a
    score is that of the end of its date."""

    signal: str
    reason: str | None = None
    at: datetime | None = None


class Gate:
    """One cycle: from the exit that anchors it, or from the beginning when there is none."""

    def __init__(self, days: Days, lead_id: str, anchor: Signal | None = None, exit_stage: Stage | None = None) -> None:
        self.days, self.rules, self.lead_id = days, days.rules, lead_id
        self.anchor, self.exit_stage, self.is_open = anchor, exit_stage, False
        whole_life = days.world.history(lead_id)
        self.history = History([e for e in whole_life.events if anchor is None or e.day >= anchor.on])
        raising = {row.get("event_type") for row in self.rules.rows("event_types") if _is_hand_raise(row)}
        self.hand_raises = [
            event
            for event in whole_life.events
            if event.event_type in raising and (anchor is None or event.occurred_at > anchor.at)
        ]

    def step(self, on: date, before: datetime | None = None) -> Verdict | None:
        """Evaluate the gate of a date; says something only when it opens or closes. before: the exit that ends the cycle on
        that date, after which no hand-raise belongs to it."""
        if self.days.model(self.lead_id, on) is None:
            return None
        score = self.days.engagement(self.lead_id, self.history, on)
        opening = self.opening(score, on, before)
        if not self.is_open:
            self.is_open = opening is not None
            return opening
        if opening is None and score < threshold(self.rules, "mql_exit", on):
            self.is_open = False
            return Verdict("score_fell")
        return None

    def opening(self, score: Decimal, on: date, before: datetime | None = None) -> Verdict | None:
        """The signal with which the gate opens on a date, None while the conditions do not hold."""
        if self.is_shut(on) or score <= 0 or self.days.is_excluded(self.lead_id, on):
            return None
        letter, enter = self.days.grade(self.lead_id, on), threshold(self.rules, "mql_enter", on)
        raised = self.standing_hand_raise(on, before)
        by_score = score >= enter and self.grade_allows(letter, "mql_by_score", on)
        by_hand = raised is not None and self.grade_allows(letter, "mql_by_hand_raise", on)
        if not (by_score or by_hand):
            return None
        if raised is not None:
            types = {row.get("event_type"): row for row in self.rules.rows("event_types")}
            at = raised.occurred_at if raised.day == on else None
            return Verdict("hand_raised", types[raised.event_type].get("description"), at)
        shown = score.quantize(Decimal("0.01"), ROUND_HALF_UP)
        return Verdict("score_reached", f"engagement {shown} reached {enter.normalize():f}")

    def is_shut(self, on: date) -> bool:
        """Whether the exit that anchors the cycle forbids a return or its cool-down still runs."""
        if self.anchor is None or self.exit_stage is None:
            return False
        if not self.exit_stage.allows_return:
            return True
        reason = recycle_reason(self.rules, self.anchor.reason, self.anchor.on)
        days = whole(reason, "cool_down_days") if reason else None
        cool_down = int(threshold(self.rules, "mql_cool_down_days", self.anchor.on)) if days is None else days
        return on < self.anchor.on + timedelta(days=cool_down)

    def standing_hand_raise(self, on: date, before: datetime | None) -> Event | None:
        """The first hand-raise of a date, else the newest that stands on it (same moment: the smallest event type)."""
        standing = [
            event
            for event in self.hand_raises
            if event.day <= on and self._stands(event, on) and (before is None or event.occurred_at < before)
        ]
        today = [event for event in standing if event.day == on]
        if today:
            return min(today, key=lambda event: (event.occurred_at, event.event_type))
        newest_first = sorted(standing, key=lambda event: event.event_type)
        return max(newest_first, key=lambda event: event.occurred_at, default=None)

    def _stands(self, event: Event, on: date) -> bool:
        """Within the widest window of the rules for its type; False when the model has none."""
        model = self.days.plan(self.lead_id, on)
        windows = [
            window
            for rule, _, window, _ in (model.rules if model else ())
            if rule.get("event_type") == event.event_type
        ]
        return any(window is None or (on - event.day).days < window for window in windows)

    def grade_allows(self, letter: str | None, column: str, on: date) -> bool:
        """Whether the row of a grade valid on a date says true in a column."""
        return any(
            row.get("grade") == letter and (row.get(column) or "").lower() == "true"
            for row in scale("grades", self.rules, on, self._model_id(on))
        )

    def _model_id(self, on: date) -> str | None:
        model = self.days.model(self.lead_id, on)
        return model.get("model_id") if model else None


def _is_hand_raise(row: Rule) -> bool:
    return (row.get("is_hand_raise") or "").lower() == "true"


def threshold(rules: Seeds, threshold_id: str, on: date) -> Decimal:
    """A value of stage_thresholds valid on a date."""
    found = [row for row in rules.valid("stage_thresholds", on) if row.get("threshold_id") == threshold_id]
    return (number(found[0], "threshold_value") if found else None) or ZERO


def recycle_reason(rules: Seeds, reason: str | None, on: date) -> Rule | None:
    """The row of recycle_reasons for a reason as sales gave it, None when it is unknown on the date."""
    if reason is None:
        return None
    rows = rules.valid("recycle_reasons", on)
    return next((row for row in rows if as_text(row.get("reason_id") or "") == as_text(reason)), None)
