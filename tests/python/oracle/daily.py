"""What was true of a lead on each day, known on one date: profile, model, grade, engagement, exclusion."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from .attributes import Profile, build_profile, newest
from .days import day_of
from .engagement import History, Plan, engagement, plan
from .exclusions import exclusion
from .facts import Row
from .fit import Fit, fit, grade
from .ledger import ZERO, overridden, total
from .rules import Rule, active_model, number
from .score import is_additive, lead_score
from .world import Inputs, World


@dataclass(frozen=True)
class Scores:
    """The scores of a lead as of a day; all empty without an active model."""

    model_id: str | None = None
    fit_grade: str | None = None
    fit_score: Decimal | None = None
    engagement_score: Decimal | None = None
    lead_score: Decimal | None = None


class Days:
    """Answers about any lead and day, from the facts known in one world."""

    def __init__(self, inputs: Inputs, world: World) -> None:
        self.rules, self.mappings, self.world = inputs.rules, inputs.mappings, world
        self._lead_rows: dict[str, list[Row]] = {}
        self._account_rows: dict[str, list[Row]] = {}
        for row in inputs.facts.visible("leads", world.known_on):
            self._lead_rows.setdefault(row["lead_id"], []).append(row)
        for row in inputs.facts.visible("accounts", world.known_on):
            self._account_rows.setdefault(row["account_id"], []).append(row)
        self._profiles: dict[tuple[int, int, int], Profile] = {}
        self._fits: dict[tuple[int, str | None, tuple[int, ...]], Fit] = {}
        self._plans: dict[tuple[str | None, date], Plan] = {}

    def created_at(self, lead_id: str) -> datetime:
        """The smaller of the earliest created_at and the load time of the first profile row."""
        rows = self._lead_rows[lead_id]
        moments = [row[name] for row in rows for name in ("created_at", "loaded_at")]
        earliest: datetime = min(moment for moment in moments if moment is not None)
        return earliest

    def profile_on(self, lead_id: str, on: date) -> date:
        """The day whose profile counts: before the first load that of the first load."""
        return max(on, self.world.first_seen_on[lead_id])

    def profile(self, lead_id: str, on: date) -> Profile:
        """The row loaded last by the day, with its account as of then."""
        day = self.profile_on(lead_id, on)
        rows = [row for row in self._lead_rows[lead_id] if day_of(row["loaded_at"]) <= day]
        lead = newest(rows, "leads", "lead_id")[lead_id]
        rows = [row for row in self._account_rows.get(lead["account_id"] or "", ()) if day_of(row["loaded_at"]) <= day]
        account = newest(rows, "accounts", "account_id").get(lead["account_id"] or "", {})
        key = (id(lead), id(account) if account else 0, day.year)
        if key not in self._profiles:
            self._profiles[key] = build_profile(lead, account, self.mappings, day)
        return self._profiles[key]

    def model(self, lead_id: str, on: date) -> Rule | None:
        """The active model of the lead's audience."""
        return active_model(self.rules, self.profile(lead_id, on).audience, on)

    def plan(self, lead_id: str, on: date) -> Plan | None:
        """The engagement rules of the lead's model valid on the day."""
        model = self.model(lead_id, on)
        if model is None:
            return None
        key = model.get("model_id"), on
        if key not in self._plans:
            self._plans[key] = plan(self.rules, model.get("model_id"), on)
        return self._plans[key]

    def fit(self, lead_id: str, on: date, model: Rule) -> tuple[Decimal, str | None]:
        """Fit with overrides of the day, and its grade."""
        profile, model_id, day = self.profile(lead_id, on), model.get("model_id"), self.profile_on(lead_id, on)
        valid = (*self.rules.valid("fit_attributes", day), *self.rules.valid("fit_rules", day))
        key = id(profile), model_id, tuple(map(id, valid))
        if key not in self._fits:
            self._fits[key] = fit(profile, self.rules, model_id, day)
        own = self._fits[key]
        score = total(overridden(own.rows, self.world.override_points(lead_id, "fit", on)))
        return score, grade(score, own.completeness, self.rules, on, model_id)

    def grade(self, lead_id: str, on: date) -> str | None:
        """The fit grade of the day, None without a model."""
        model = self.model(lead_id, on)
        return self.fit(lead_id, on, model)[1] if model else None

    def engagement(self, lead_id: str, history: History, on: date) -> Decimal:
        """The engagement score of some events of a lead as of a day, overrides included; 0 without a model."""
        rules = self.plan(lead_id, on)
        if rules is None:
            return ZERO
        return total(overridden(engagement(history, rules, on), self.world.override_points(lead_id, "engagement", on)))

    def is_excluded(self, lead_id: str, on: date) -> bool:
        """Whether an exclusion rule holds on the day."""
        history = self.world.history(lead_id)
        day = self.profile_on(lead_id, on)
        return exclusion(self.profile(lead_id, on), history, self.rules, on, day) is not None

    def scores(self, lead_id: str, on: date) -> Scores:
        """The scores over all events as of a day."""
        model = self.model(lead_id, on)
        if model is None:
            return Scores()
        points, letter = self.fit(lead_id, on, model)
        active = self.engagement(lead_id, self.world.history(lead_id), on)
        weight = number(model, "fit_weight") or ZERO
        return Scores(
            model.get("model_id"), letter, points, active, lead_score(points, active, weight, is_additive(model))
        )

    def engaged_at(self, lead_id: str) -> datetime | None:
        """The first event accepted by a rule of positive points valid that day; what came on a day before the creation
        counts with it. None when there is none."""
        history, created_at = self.world.history(lead_id), self.created_at(lead_id)
        for on in history.activity_dates:
            rules = self.plan(lead_id, on)
            earning = [
                rule
                for rule, points, _, _ in (rules.rules if rules else ())
                if points > 0 and any(day == on for day, _ in history.accepted(rule).days)
            ]
            if earning:
                acted_at = min(e.occurred_at for rule in earning for e in history.matching(rule) if e.day == on)
                return created_at if on < day_of(created_at) else acted_at
        return None
