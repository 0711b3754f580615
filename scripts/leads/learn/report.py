"""What learning reaches on a warehouse: the measures that `make proof` holds the public sets to, on later landmarks and on folds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from leads.base.errors import LeadsError
from leads.learn.sample import Sample
from leads.learn.study import Plan, Quality, judge, study

# The share of the conversions whose days have passed that later landmarks keep back.
KEPT_BACK = 0.25
Line = tuple[str, Quality | None, int, str]


def report(sample: Sample, plan: Plan, built: date) -> list[Line]:
    """A line for each way to judge: what was learnt from, how good it is, how many rules, and why there is nothing, if there is not.

    First on landmarks after a date by which all that was learnt from was known, as a model is used; then on leads left out.
    """
    earlier = _trained_before(sample, plan, built)
    plans = [replace(plan, trained_on=earlier)] if earlier else []
    return [_line(sample, each, built) for each in (*plans, plan)]


def _line(sample: Sample, plan: Plan, built: date) -> Line:
    learnt = f"outcomes known by {plan.trained_on}"
    try:
        made = study(sample, plan)
    except LeadsError as refused:
        return learnt, None, 0, str(refused)
    return learnt, judge(made, sample, built), made.card.rule_count, ""


def _trained_before(sample: Sample, plan: Plan, built: date) -> date | None:
    """The date after which the last quarter of the conversions lies, of landmarks whose days have passed; None where all are of a day."""
    passed = sample.between(plan.first, min(built, plan.trained_on) - timedelta(days=plan.horizon))
    won = passed.converted(plan.horizon)
    dates = sorted(landmark for landmark, has_won in zip(passed.landmarks, won, strict=True) if has_won)
    if not dates or dates[0] == dates[-1]:
        return None
    found: date = dates[int(np.floor((1 - KEPT_BACK) * (len(dates) - 1)))]
    return found
