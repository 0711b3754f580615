"""The scorecard as rows of the rule seeds: each with the evidence for it in `why`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from leads.learn.measure import wilson
from leads.learn.sample import Bools, Sample
from leads.learn.scorecard import Act, Points, Scorecard

OWNER = "leads learn"
Cells = dict[str, str]


@dataclass(frozen=True)
class Candidate:
    """What the rows need beside the scorecard. protected: legal basis of the protected attributes, by name."""

    model_id: str
    audience: str
    valid_from: str
    horizon: int
    why: str
    protected: dict[str, str]


def rows_of(card: Scorecard, sample: Sample, won: Bools, candidate: Candidate) -> dict[str, list[Cells]]:
    """The rows of each rule seed; cells that are not named are empty."""
    shared = {"model_id": candidate.model_id, "owner": OWNER, "valid_from": candidate.valid_from}
    model = {"audience": candidate.audience, "status": "candidate", "combination": "additive", "why": candidate.why}
    rows: dict[str, list[Cells]] = {
        "scoring_models": [shared | model | {"fit_weight": f"{card.fit_weight:.4f}"}],
        "fit_attributes": [],
        "fit_rules": [],
        "engagement_groups": [],
        "engagement_rules": [],
    }
    for each in card.attributes:
        name = each.part.binned.name
        basis = candidate.protected.get(name, "")
        why = f"{each.weight} % of what the profile tells; steps are in fit_rules"
        rows["fit_attributes"].append(
            shared
            | {"attribute": name, "weight": str(each.weight), "is_protected": str(bool(basis)).lower()}
            | {"legal_basis": basis, "why": why}
        )
        rows["fit_rules"] += [shared | row for row in _fit_rules(each, sample, won, candidate)]
    if not card.attributes:
        unread = {"attribute": "audience", "why": "No attribute of the profile told the outcome"}
        rows["fit_attributes"].append(shared | unread | {"weight": "100", "is_protected": "false"})
        rule = {"rule_id": f"{candidate.model_id}_none", "operator": "is_null", "tier": "0"}
        rows["fit_rules"].append(shared | unread | rule)
    for number, act in enumerate(card.acts, 1):
        group = f"act_{number}_{_slug(act.habit.behaviour.event_type)}"
        rule = _engagement_rule(act, group, sample, won, candidate)
        rows["engagement_rules"].append(shared | rule)
        cap = {"group_id": group, "floor": "0", "cap": f"{act.cap:.2f}"}
        why = f"More than {act.habit.saturation:g} events that count told nothing more"
        rows["engagement_groups"].append(shared | cap | {"why": why})
    return rows


def _fit_rules(each: Points, sample: Sample, won: Bools, candidate: Candidate) -> list[Cells]:
    binned, name = each.part.binned, each.part.binned.name
    steps, codes = each.part.step_of_bin, binned.codes(sample.attributes[name])
    # What is in no list and what is unknown rest on leads of their own, also where they share a step.
    rest = {"is_null": binned.count - 1} | ({} if binned.is_number else {"not_in": binned.count - 2})
    conditions = _ranges(each) if binned.is_number else _lists(each)
    conditions.append((int(steps[binned.count - 1]), {"operator": "is_null"}))
    rows = []
    for number, (step, condition) in enumerate(conditions, 1):
        operator = condition["operator"]
        inside = (
            codes == rest[operator] if operator in rest else (steps[codes] == step) & ~np.isin(codes, [*rest.values()])
        )
        rule_id = f"{candidate.model_id}_{_slug(name)}_{number}"
        why = evidence(won[inside], won, candidate.horizon)
        rows.append({"rule_id": rule_id, "attribute": name, "tier": str(each.tiers[step]), "why": why, **condition})
    return rows


def _lists(each: Points) -> list[tuple[int, Cells]]:
    """Texts: a list for each step, and what is in no list."""
    binned, steps = each.part.binned, each.part.step_of_bin
    lists = [
        (step, {"operator": "in", "value": "|".join(sorted(of_step))})
        for step in range(len(each.tiers))
        if (of_step := [level for number, level in enumerate(binned.levels) if steps[number] == step])
    ]
    rest = {"operator": "not_in", "value": "|".join(sorted(binned.levels))} if lists else {"operator": "is_not_null"}
    return [*lists, (int(steps[len(binned.levels)]), rest)]


def _ranges(each: Points) -> list[tuple[int, Cells]]:
    """Numbers: of the rules that match the highest tier counts, so a rising shape needs lower ends only and a falling one upper."""
    binned, steps = each.part.binned, each.part.step_of_bin
    starts = [number for number in range(len(binned.cuts) + 1) if number == 0 or steps[number] != steps[number - 1]]
    ordered = [int(steps[number]) for number in starts]
    if len(starts) == 1:
        return [(ordered[0], {"operator": "is_not_null"})]
    lows = [binned.cuts[number - 1] for number in starts[1:]]
    tiers = [int(each.tiers[step]) for step in ordered]
    rising, falling = tiers == sorted(tiers), tiers == sorted(tiers, reverse=True)
    unit = Decimal(1).scaleb(-binned.decimals)
    made: list[tuple[int, Cells]] = [(ordered[0], {"operator": "lt", "value": _plain(lows[0])})]
    for step, low, end in zip(ordered[1:-1], lows[:-1], lows[1:], strict=True):
        if rising:
            made.append((step, {"operator": "gte", "value": _plain(low)}))
        elif falling:
            made.append((step, {"operator": "lt", "value": _plain(end)}))
        else:
            made.append((step, {"operator": "between", "value": _plain(low), "value_high": _plain(end - unit)}))
    return [*made, (ordered[-1], {"operator": "gte", "value": _plain(lows[-1])})]


def _engagement_rule(act: Act, group: str, sample: Sample, won: Bools, candidate: Candidate) -> Cells:
    behaviour, half_life = act.habit.behaviour, act.habit.half_life
    inside = np.zeros(len(won), dtype=np.bool_)
    inside[sample.behaviours[behaviour].rows] = True
    return {
        "rule_id": f"{candidate.model_id}_{group}",
        "group_id": group,
        "event_type": behaviour.event_type,
        "property": behaviour.property,
        "operator": behaviour.operator,
        "value": behaviour.value,
        "points": f"{act.points:.2f}",
        "decay": "exponential" if half_life else "none",
        "decay_days": str(half_life or ""),
        "why": evidence(won[inside], won, candidate.horizon),
    }


def evidence(inside: Bools, everyone: Bools, horizon: int) -> str:
    """How many converted, how often beside the average, and the interval of the share."""
    if not len(inside):
        return "Not seen while learning; as its nearest neighbour"
    wins, rows = int(inside.sum()), len(inside)
    low, high = wilson(wins, rows)
    times = inside.mean() / everyone.mean()
    return (
        f"{wins} of {rows} converted within {horizon} days: {inside.mean():.1%}, {times:.2f} times the average "
        f"(95 % interval {low:.1%} to {high:.1%})"
    )


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "x"
