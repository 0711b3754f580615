"""The scores of every lead on a date."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import duckdb

from .engagement import Plan, engagement, last_engaged_at, lifetime_engagement, plan
from .exclusions import exclusion, matrix_cell
from .facts import fetch_facts
from .fit import Fit, band, fit, grade
from .hygiene import Tolerances
from .ledger import ZERO, LedgerRow, overridden, rounded, total
from .lifecycle import Purchases, lifecycle_stage
from .rules import Rule, Seeds, active_model, number
from .world import Inputs, World, know

WEEK, MONTH = timedelta(days=7), timedelta(days=30)
CENT = Decimal("0.01")


def score_leads(
    con: duckdb.DuckDBPyConnection,
    rules_dir: Path | str,
    mappings_dir: Path | str,
    as_of_date: date,
    *,
    raw_schema: str = "raw",
    machine_click_seconds: int = 2,
    clock_skew_days: int = 1,
) -> dict[str, dict[str, Any]]:
    """What `lead_scores` must say on a date, by lead_id; reads the raw schema of the connection and the CSV seeds."""
    tolerances = Tolerances(machine_click_seconds, clock_skew_days)
    inputs = Inputs(fetch_facts(con, raw_schema), Seeds.read(rules_dir), Seeds.read(mappings_dir), tolerances)
    return score_facts(inputs, as_of_date)


def score_facts(inputs: Inputs, as_of_date: date) -> dict[str, dict[str, Any]]:
    """As score_leads, from rows and seeds in memory."""
    scorer = Scorer(inputs, as_of_date)
    return {lead_id: scorer.score(lead_id) for lead_id in sorted(scorer.now.leads)}


class Scorer:
    """Scores leads one by one; hygiene is done once per date on which facts are read, rules once per date."""

    def __init__(self, inputs: Inputs, as_of_date: date) -> None:
        self.rules = inputs.rules
        self.as_of = as_of_date
        self.now = know(inputs, as_of_date)
        self.week_ago = know(inputs, as_of_date - WEEK)
        self.month_ago = know(inputs, as_of_date - MONTH)
        self._plans: dict[tuple[str, date], Plan | None] = {}

    def score(self, lead_id: str) -> dict[str, Any]:
        """The row of one lead."""
        profile, history = self.now.profiles[lead_id], self.now.history(lead_id)
        model = active_model(self.rules, profile.audience, self.as_of)
        purchases = self.now.purchases.get(lead_id, Purchases({}))
        stage = lifecycle_stage(purchases.numbers(self.now.nps.get(lead_id), self.as_of), self.rules, self.as_of)
        peak, peak_on = self.peak(lead_id)
        score: dict[str, Any] = {
            "audience": profile.audience,
            "lifecycle_stage": stage,
            "peak_engagement": peak,
            "peak_engagement_on": peak_on,
            "engagement_7d_ago": self.engagement_then(lead_id, self.week_ago),
            "engagement_30d_ago": self.engagement_then(lead_id, self.month_ago),
            "fit_override_points": _points(self.now, lead_id, "fit", self.as_of),
            "engagement_override_points": _points(self.now, lead_id, "engagement", self.as_of),
        }
        if model is None:
            score |= dict.fromkeys(("model_id", "fit_score", "fit_grade", "fit_completeness", "engagement_score"))
            score |= dict.fromkeys(("engagement_band", "lead_score", "shadow_score", "last_engaged_at"))
            score |= {"lifetime_engagement": ZERO}
        else:
            score |= self._scores(lead_id, model)
        excluded = exclusion(profile, history, self.rules, self.as_of)
        cell = excluded or matrix_cell(score["fit_grade"], score["engagement_band"], stage, self.rules, self.as_of)
        reason = excluded.get("kind") if excluded else "no_active_model" if model is None else None
        return score | {
            "not_scored_reason": reason,
            "lead_score": None if reason else score["shadow_score"],
            "segment": cell.get("segment") if cell else None,
            "recommended_action": cell.get("recommended_action") if cell else None,
            "trend": self.trend(score["engagement_score"], score["engagement_7d_ago"]),
        }

    def _scores(self, lead_id: str, model: Rule) -> dict[str, Any]:
        history, own_fit = self.now.history(lead_id), self.fit(lead_id, model)
        today = plan(self.rules, model.get("model_id"), self.as_of)
        fit_score = total(self.fit_rows(lead_id, own_fit))
        engagement_score = total(self.engagement_rows(lead_id, self.now, self.as_of))
        return {
            "model_id": model.get("model_id"),
            "fit_score": fit_score,
            "fit_grade": grade(fit_score, own_fit.completeness, self.rules, self.as_of, model.get("model_id")),
            "fit_completeness": own_fit.completeness,
            "engagement_score": engagement_score,
            "engagement_band": band(engagement_score, self.rules, self.as_of, model.get("model_id")),
            "shadow_score": lead_score(
                fit_score, engagement_score, number(model, "fit_weight") or ZERO, is_additive(model)
            ),
            "lifetime_engagement": lifetime_engagement(history, today),
            "last_engaged_at": last_engaged_at(history, today),
        }

    def fit(self, lead_id: str, model: Rule) -> Fit:
        """Fit of a lead by a model, before overrides."""
        return fit(self.now.profiles[lead_id], self.rules, model.get("model_id"), self.as_of)

    def fit_rows(self, lead_id: str, own_fit: Fit) -> list[LedgerRow]:
        """The fit ledger of a lead with its overrides."""
        return overridden(own_fit.rows, self.now.override_points(lead_id, "fit", self.as_of))

    def engagement_rows(self, lead_id: str, world: World, as_of: date) -> list[LedgerRow]:
        """The engagement ledger of a lead as of a date, known in a world; without an active model it is empty."""
        model = self._plan(world.profiles[lead_id].audience, as_of)
        if model is None:
            return []
        rows = engagement(world.history(lead_id), model, as_of)
        return overridden(rows, world.override_points(lead_id, "engagement", as_of))

    def engagement_then(self, lead_id: str, world: World) -> Decimal | None:
        """The engagement score on an earlier date as visible then; None before the lead was first seen."""
        return total(self.engagement_rows(lead_id, world, world.known_on)) if lead_id in world.leads else None

    def peak(self, lead_id: str) -> tuple[Decimal, date | None]:
        """The largest engagement score over the activity dates (ties: the earliest) and its date."""
        best, best_on = ZERO, None
        for on in self.now.history(lead_id).activity_dates:
            score = total(self.engagement_rows(lead_id, self.now, on))
            if best_on is None or score > best:
                best, best_on = score, on
        return best, best_on

    def trend(self, today: Decimal | None, week_ago: Decimal | None) -> str | None:
        """The movement of engagement over 7 days in a word, by the thresholds trend_improving and trend_declining."""
        if week_ago is None:
            return "not_enough_history"
        if today is None:
            return None
        rows = {row.get("threshold_id"): row for row in self.rules.valid("stage_thresholds", self.as_of)}
        rising = number(rows.get("trend_improving", {}), "threshold_value")
        falling = number(rows.get("trend_declining", {}), "threshold_value")
        if today - week_ago >= (Decimal(5) if rising is None else rising):
            return "improving"
        return "declining" if today - week_ago <= (Decimal(-5) if falling is None else falling) else "steady"

    def _plan(self, audience: str, on: date) -> Plan | None:
        if (audience, on) not in self._plans:
            model = active_model(self.rules, audience, on)
            self._plans[audience, on] = plan(self.rules, model.get("model_id"), on) if model else None
        return self._plans[audience, on]


def _points(world: World, lead_id: str, dimension: str, as_of: date) -> Decimal:
    return sum((points for _, points in world.override_points(lead_id, dimension, as_of)), ZERO)


def is_additive(model: Rule) -> bool:
    """Whether the model adds fit and engagement; without the column, or with an empty cell, it multiplies."""
    return model.get("combination") == "additive"


def lead_score(fit_score: Decimal, engagement_score: Decimal, fit_weight: Decimal, added: bool = False) -> Decimal:
    """round(100 * (fit/100)^w * (engagement/100)^(1-w), 2); 0^0 is 1, as power() has it. Added: round(w fit + (1 - w) engagement, 2)."""
    if added:
        return (fit_weight * fit_score + (1 - fit_weight) * engagement_score).quantize(CENT, ROUND_HALF_UP)
    weight = float(fit_weight)
    mean = (float(fit_score) / 100) ** weight * (float(engagement_score) / 100) ** (1 - weight)
    return rounded(100 * mean, CENT)
