"""Why a score moved between two dates: the causes applied one after the other, from events and profiles."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from .engagement import History, Plan, contribution, plan
from .ledger import HUNDRED, ZERO, LedgerRow, clip, overridden, total
from .rules import Rule, active_model, number
from .score import Scorer, is_additive, lead_score

PARTS = ("late_data", "decay", "expiry", "new_activity", "rules", "profile", "overrides")


def changes(then: Scorer, now: Scorer, lead_id: str) -> dict[str, Decimal] | None:
    """What each cause moves the score by, in the order of PARTS; None unless a model is active on both dates."""
    if lead_id not in then.now.leads or lead_id not in now.now.leads:
        return None
    old, new = _model(then, lead_id), _model(now, lead_id)
    if old is None or new is None:
        return None
    plans = plan(then.rules, old.get("model_id"), then.as_of), plan(now.rules, new.get("model_id"), now.as_of)
    known_then, known_now = then.now.history(lead_id), now.now.history(lead_id)
    start, end = then.as_of, now.as_of
    worths = [
        worth(known_then, plans[0], start, start, start),
        worth(known_now, plans[0], start, start, start),
        worth(known_now, plans[0], start, start, end),
        worth(known_now, plans[0], start, end, end),
        worth(known_now, plans[0], end, end, end),
        *[worth(known_now, plans[1], end, end, end)] * 3,
    ]
    fits = _fits(then, now, lead_id, old, new)
    models = [old] * 5 + [new] * 3
    scores = []
    for step, (engaged, fit_points, model) in enumerate(zip(worths, fits, models, strict=True)):
        source = now if step == 7 else then
        fit_score, engagement_score = (
            total(
                overridden([LedgerRow("rule", "all", points)], source.now.override_points(lead_id, name, source.as_of))
            )
            for name, points in (("fit", fit_points), ("engagement", engaged))
        )
        weight = number(model, "fit_weight") or ZERO
        scores.append(lead_score(fit_score, engagement_score, weight, is_additive(model)))
    if then.now.profiles[lead_id].audience != now.now.profiles[lead_id].audience:
        scores[5] = scores[4]
    return {part: scores[step + 1] - scores[step] for step, part in enumerate(PARTS)}


def worth(history: History, model: Plan, up_to: date, window_on: date, decay_on: date) -> Decimal:
    """Clipped engagement of the events up to a date, with the windows of one date and the decay of another."""
    groups: dict[str, list[LedgerRow]] = {}
    for rule, points, window_days, decay_days in model.rules:
        for day, count in history.accepted(rule).days:
            if day <= up_to and (window_days is None or (window_on - day).days < window_days):
                value = contribution(points, rule.get("decay"), decay_days, (decay_on - day).days, count)
                groups.setdefault(rule["group_id"] or "", []).append(LedgerRow("rule", "", value))
    rows: list[LedgerRow] = []
    for group_id, parts in groups.items():
        floor, cap = model.groups.get(group_id, (None, None))
        rows += parts + clip(parts, floor, cap, "group", group_id)
    return _within(total(rows))


def _model(scorer: Scorer, lead_id: str) -> Rule | None:
    return active_model(scorer.rules, scorer.now.profiles[lead_id].audience, scorer.as_of)


def _fits(then: Scorer, now: Scorer, lead_id: str, old: Rule, new: Rule) -> list[Decimal]:
    """Clipped fit at each step: an attribute whose value stayed moves with the rules, another with the profile."""
    before, after = _attributes(then, lead_id, old), _attributes(now, lead_id, new)
    profiles = then.now.profiles[lead_id], now.now.profiles[lead_id]
    ruled = ZERO
    for name in {*before, *after}:
        is_rule = not (name in before and name in after) or profiles[0].get(name) == profiles[1].get(name)
        ruled += (after if is_rule else before).get(name, ZERO)
    first, last = _within(sum(before.values(), ZERO)), _within(sum(after.values(), ZERO))
    return [first] * 5 + [_within(ruled)] + [last] * 2


def _attributes(scorer: Scorer, lead_id: str, model: Rule) -> dict[str, Decimal]:
    own = scorer.fit(lead_id, model)
    met = {row.item: row.contribution for row in own.rows if row.kind == "attribute"}
    return {name: met.get(name, ZERO) for name in own.statuses}


def _within(points: Decimal) -> Decimal:
    return min(max(points, ZERO), HUNDRED)
