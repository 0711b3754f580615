"""The funnel stages of every lead, walked day by day from all facts visible on one date."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import duckdb

from .daily import Days
from .days import day_of, end_of
from .facts import fetch_facts
from .gate import Gate, Verdict, recycle_reason
from .hygiene import Tolerances
from .rules import Seeds
from .signals import Funnel, Signal, Stage, signals_by_lead
from .world import Inputs, know

ONE_DAY = timedelta(days=1)


def last_of(on: date) -> datetime:
    """The last moment of a date."""
    return end_of(on) - timedelta(microseconds=1)


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
        self.created_on = day_of(self.created_at)
        self.found: list[Stay] = []
        self.stage = Stage("", "", None, False)
        self.cycle_no = 0
        self.gate = Gate(days, lead_id)

    def stays(self, until: date) -> list[Stay]:
        """Walk from the first day to the last, both included."""
        on = min([self.created_on, *(signal.on for signal in self.signals[:1])])
        self.enter("created", on, self.created_at)
        engaged_at = self.days.engaged_at(self.lead_id)
        while on <= until and self.stage.kind != "won":
            self.live(on, engaged_at if engaged_at and day_of(engaged_at) == on else None)
            on += ONE_DAY
        self.close()
        return self.found

    def live(self, on: date, engaged_at: datetime | None) -> None:
        """All that happens on a date in the order of its moments; of one moment engagement first, then acts, then the gate."""
        acts = [signal for signal in self.signals if signal.on == on]
        exits = [signal for signal in acts if self.kind(signal) == "exit"]
        steps: list[tuple[datetime, int, Callable[[], None]]] = []
        if engaged_at:
            steps.append((engaged_at, 0, lambda: self.engage(engaged_at)))
        steps += [(signal.at, 1, partial(self.act, signal)) for signal in acts]
        gates = [] if self.stage.kind in ("sales", "won") else [(self.gate, exits[0].at if exits else None)]
        if exits:
            stage = self.funnel.stage(exits[-1].name)
            self.gate = Gate(self.days, self.lead_id, exits[-1], stage)
            gates.append((self.gate, None))
        for gate, ends_at in gates if on >= self.created_on else []:
            verdict = gate.step(on, ends_at)
            # a score is read at the end of the date, after the exit that ended the cycle
            if verdict and (verdict.at or not ends_at):
                steps.append((verdict.at or last_of(on), 2, partial(self.move_gate, verdict, on)))
        for _, _, step in sorted(steps, key=lambda step: step[:2]):
            step()

    def is_known(self) -> bool:
        """Whether the lead is where `created` led it."""
        return self.stage == self.funnel.stage("created")

    def kind(self, signal: Signal) -> str:
        """The kind of stage that a signal leads to."""
        stage = self.funnel.stage(signal.name)
        return stage.kind if stage else ""

    def engage(self, at: datetime) -> None:
        """The first engagement, which counts only while the lead is known."""
        if self.is_known():
            self.enter("engaged", day_of(at), at)

    def move_gate(self, verdict: Verdict, on: date) -> None:
        """The gate opens or closes, while sales has not acted in the segment."""
        if self.stage.kind not in ("sales", "won"):
            self.cycle_no += verdict.signal != "score_fell"
            self.enter(verdict.signal, on, verdict.at, verdict.reason)

    def act(self, signal: Signal) -> None:
        """An act with a moment: an exit, or a step up; a customer stays one."""
        stage = self.funnel.stage(signal.name)
        if stage is None or self.stage.kind == "won":
            return
        if stage.kind == "exit" or (stage.position or 0) > (self.stage.position or 0):
            self.enter(signal.name, signal.on, signal.at, self.in_words(signal))

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
        """Each stay ends when the next begins; the last is the current one. A lead is known from the first that is known of it."""
        moments = [stay.entered_at for stay in self.found if stay.entered_at]
        self.found[0].entered_at = min(moments)
        for stay, following in zip(self.found, self.found[1:], strict=False):
            stay.left_on = following.entered_on
        for stay in self.found[-1:]:
            stay.is_current = True
