"""The funnel stages of every lead, walked day by day from all facts visible on one date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb

from .daily import Days
from .facts import fetch_facts
from .gate import Gate, recycle_reason
from .hygiene import Tolerances
from .rules import Seeds
from .signals import Funnel, Signal, Stage, signals_by_lead
from .world import Inputs, know

ONE_DAY = timedelta(days=1)


@dataclass
class Stay:
    """One stay of a lead in a stage, with the scores at entry."""

    stay_no: int
    stage: str
    cycle_no: int
    entry_signal: str
    entry_reason: str | None
    model_id: str | None
    fit_grade: str | None
    fit_score: Decimal | None
    engagement_score: Decimal | None
    lead_score: Decimal | None
    is_current: bool
    is_before_creation: bool
    entered_on: date
    left_on: date | None
    entered_at: datetime | None


def stage_history(
    con: duckdb.DuckDBPyConnection,
    rules_dir: Path | str,
    mappings_dir: Path | str,
    as_of_date: date,
    *,
    raw_schema: str = "raw",
    machine_click_seconds: int = 2,
    clock_skew_days: int = 1,
) -> dict[str, list[Stay]]:
    """What `lead_stage_history` must say on a date, by lead_id; reads the raw schema and the CSV seeds."""
    tolerances = Tolerances(machine_click_seconds, clock_skew_days)
    inputs = Inputs(fetch_facts(con, raw_schema), Seeds.read(rules_dir), Seeds.read(mappings_dir), tolerances)
    return stages_of_facts(inputs, as_of_date)


def stages_of_facts(inputs: Inputs, as_of_date: date) -> dict[str, list[Stay]]:
    """As stage_history, from rows and seeds in memory."""
    world = know(inputs, as_of_date)
    days, funnel = Days(inputs, world), Funnel(inputs.rules)
    signals = signals_by_lead(inputs.facts, world.identity, funnel, as_of_date)
    return {
        lead_id: Walk(days, funnel, lead_id, signals.get(lead_id, [])).stays(as_of_date)
        for lead_id in sorted(world.leads)
    }


class Walk:
    """The state machine of one lead."""

    def __init__(self, days: Days, funnel: Funnel, lead_id: str, signals: list[Signal]) -> None:
        self.days, self.funnel, self.lead_id, self.signals = days, funnel, lead_id, signals
        self.created_at = days.created_at(lead_id)
        self.created_on = self.created_at.date()
        self.found: list[Stay] = []
        self.stage = Stage("", "", None, False)
        self.cycle_no = 0
        self.gate = Gate(days, lead_id)

    def stays(self, until: date) -> list[Stay]:
        """Walk from the first day to the last, both included."""
        early = self.signals[0] if self.signals and self.signals[0].on < self.created_on else None
        created = Signal("created", early.at if early else self.created_at, "")
        engaged_on = self.days.engaged_on(self.lead_id)
        on = created.on
        self.enter(created.name, on, created.at)
        while on <= until and self.stage.kind != "won":
            if engaged_on is not None and on == max(engaged_on, self.created_on) and self.is_known():
                self.enter("engaged", on)
            self.step_gate(on)
            exits = self.act_on([signal for signal in self.signals if signal.on == on])
            if exits:
                self.step_gate(on)
            on += ONE_DAY
        self.close()
        return self.found

    def is_known(self) -> bool:
        """Whether the lead is where `created` led it."""
        return self.stage == self.funnel.stage("created")

    def step_gate(self, on: date) -> None:
        """The gate of a date, while sales has not acted in the segment."""
        if on < self.created_on or self.stage.kind in ("sales", "won"):
            return
        verdict = self.gate.step(on)
        if verdict:
            self.cycle_no += verdict.signal != "score_fell"
            self.enter(verdict.signal, on, reason=verdict.reason)

    def act_on(self, signals: list[Signal]) -> bool:
        """Take the acts of a date in their order; says whether one of them was an exit."""
        exits = False
        for signal in signals:
            stage = self.funnel.stage(signal.name)
            if stage is None or self.stage.kind == "won":
                continue
            if stage.kind == "exit":
                self.enter(signal.name, signal.on, signal.at, self.in_words(signal))
                self.gate = Gate(self.days, self.lead_id, signal, stage)
                exits = True
            elif (stage.position or 0) > (self.stage.position or 0):
                self.enter(signal.name, signal.on, signal.at, self.in_words(signal))
        return exits

    def in_words(self, signal: Signal) -> str | None:
        """The description of a known reason, else the reason as sales gave it."""
        row = recycle_reason(self.days.rules, signal.reason, signal.on)
        return row.get("description") if row else signal.reason

    def enter(self, signal: str, on: date, at: datetime | None = None, reason: str | None = None) -> None:
        """Begin a stay."""
        stage = self.funnel.stage(signal)
        if stage is None:
            return
        self.stage = stage
        scores = self.days.scores(self.lead_id, on)
        self.found.append(
            Stay(
                stay_no=len(self.found) + 1,
                stage=stage.name,
                cycle_no=self.cycle_no,
                entry_signal=signal,
                entry_reason=reason,
                model_id=scores.model_id,
                fit_grade=scores.fit_grade,
                fit_score=scores.fit_score,
                engagement_score=scores.engagement_score,
                lead_score=scores.lead_score,
                is_current=False,
                is_before_creation=on < self.created_on,
                entered_on=on,
                left_on=None,
                entered_at=at,
            )
        )

    def close(self) -> None:
        """Each stay ends when the next begins; the last is the current one."""
        for stay, following in zip(self.found, self.found[1:], strict=False):
            stay.left_on = following.entered_on
        for stay in self.found[-1:]:
            stay.is_current = True
