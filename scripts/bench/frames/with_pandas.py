"""The work of the floor in pandas."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd  # type: ignore[import-untyped]

from bench.frames.rules import Rule, Rules, read_rules
from bench.scores import Question

DELIVERY = ["loaded_at", "occurred_at", "event_type", "lead_id", "anonymous_id"]
COLUMNS = [
    *("event_id", *DELIVERY, "session_id", "message_id", "asset_id"),
    *("campaign", "url", "is_machine", "properties"),
]
MICRO = 1_000_000  # points are summed as whole millionths, which is exact


def score(question: Question, output: Path) -> int:
    """Write lead_id and engagement_score of every lead as Parquet; how many."""
    end = pd.Timestamp(question.as_of) + pd.Timedelta(days=1)
    rules = read_rules(question)
    leads = _leads(question, end)
    events = _standing(question, end, leads, rules)
    days = pd.concat([_rule_days(events, leads, rule, question.as_of) for rule in rules.rules])
    groups = days.groupby(["lead_no", "audience", "group_id"], as_index=False)["micro"].sum()
    bounds = pd.DataFrame(rules.bounds, columns=["audience", "group_id", "floor", "cap"])
    groups = groups.merge(bounds, on=["audience", "group_id"])
    groups["micro"] = groups["micro"].clip(groups["floor"].astype(int) * MICRO, groups["cap"].astype(int) * MICRO)
    points = groups.groupby("lead_no")["micro"].sum().clip(0, 100 * MICRO)
    scored = leads[leads["is_scored"]]
    micro = scored["lead_no"].map(points).fillna(0).astype(int)
    scores = pd.DataFrame(
        {"lead_id": scored["lead_id"], "engagement_score": [Decimal(number).scaleb(-6) for number in micro.tolist()]}
    )
    scores.to_parquet(output, index=False)
    return len(scores)


def _read(question: Question, table: str, columns: list[str] | None = None) -> pd.DataFrame:
    return pd.concat([pd.read_parquet(file, columns=columns) for file in question.files(table)], ignore_index=True)


def _leads(question: Question, end: pd.Timestamp) -> pd.DataFrame:
    """One row per lead id: the number of the lead it stands for, its audience, and whether it stands for itself."""
    profiles = _read(question, "leads", ["lead_id", "audience", "loaded_at"])
    profiles = profiles[profiles["loaded_at"] < end].sort_values("loaded_at").drop_duplicates("lead_id", keep="last")
    profiles = profiles.reset_index(drop=True)
    merges = _read(question, "lead_merges")
    merges = merges[merges[["merged_at", "loaded_at"]].max(axis=1) < end]
    numbers = pd.Series(profiles.index, index=profiles["lead_id"])
    survivors = merges.set_index("merged_lead_id")["surviving_lead_id"].map(numbers)
    survivor = profiles["lead_id"].map(survivors)
    profiles["lead_no"] = survivor.fillna(pd.Series(profiles.index, index=profiles.index)).astype(int)
    profiles["is_scored"] = survivor.isna()
    return profiles


def _standing(question: Question, end: pd.Timestamp, leads: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Events of known leads without their copies and without other events of the same key or within seconds; machines' are left out."""
    numbers = leads.set_index("lead_id")["lead_no"]
    links = _read(question, "identity_links")
    links = links[links[["linked_at", "loaded_at"]].max(axis=1) < end].sort_values(["linked_at", "lead_id"])
    links = links.drop_duplicates("anonymous_id")
    visitors = links.set_index("anonymous_id")["lead_id"].map(numbers)
    events = _read(question, "events", COLUMNS)
    events = events[(events["loaded_at"] < end) & (events["occurred_at"] < end)]
    events = events.sort_values(DELIVERY).drop_duplicates("event_id")
    events = events[events["event_type"].isin(list(rules.dedupe_by)) & ~events["is_machine"].astype(bool)]
    events["lead_no"] = events["lead_id"].map(numbers).fillna(events["anonymous_id"].map(visitors))
    events = events[events["lead_no"].notna()]
    events["lead_no"] = events["lead_no"].astype(int)
    events["dedupe_key"] = None
    for event_type, column in rules.dedupe_by.items():
        if column:
            is_type = events["event_type"] == event_type
            events.loc[is_type, "dedupe_key"] = events.loc[is_type, column]
    is_keyed = events["dedupe_key"].notna()
    keyed = events[is_keyed].sort_values(["occurred_at", "event_id"])
    keyless = events[~is_keyed].sort_values(["occurred_at", "event_id"])
    since = keyless.groupby(["lead_no", "event_type"])["occurred_at"].diff()
    keyless = keyless[~(since <= pd.to_timedelta(keyless["event_type"].map(rules.repeat_seconds), unit="s"))]
    events = pd.concat([keyless, keyed.drop_duplicates(["lead_no", "event_type", "dedupe_key"])])
    is_late = events["occurred_at"] > events["loaded_at"] + pd.Timedelta(days=1)
    return events[~is_late]


def _rule_days(events: pd.DataFrame, leads: pd.DataFrame, rule: Rule, as_of: date) -> pd.DataFrame:
    """The contributions of one rule: lead_no, audience, group_id, millionths of points."""
    of_audience = leads.loc[leads["is_scored"] & (leads["audience"] == rule.audience), "lead_no"]
    chosen = events[(events["event_type"] == rule.event_type) & events["lead_no"].isin(of_audience)]
    chosen = chosen[_meets(chosen, rule)]
    day = (chosen["occurred_at"].dt.normalize() - pd.Timestamp(0)).dt.days
    days = chosen.groupby(["lead_no", day.rename("day")]).size().rename("event_count").reset_index()
    age = (pd.Timestamp(as_of) - pd.Timestamp(0)).days - days["day"]
    days["bucket"] = days["day"] // rule.cap_days
    earlier = days.groupby(["lead_no", "bucket"])["event_count"].cumsum() - days["event_count"]
    accepted = days["event_count"]
    if rule.cap_count is not None:
        accepted = np.minimum(accepted, (rule.cap_count - earlier).clip(lower=0))
    micro = rule.points * _factor(rule, age) * accepted * MICRO
    days["micro"] = np.trunc(micro + np.copysign(0.5, micro)).astype("int64")  # halves away from zero, as in SQL
    days = days[(accepted > 0) & (age < rule.window_days if rule.window_days is not None else True)]
    return days.assign(audience=rule.audience, group_id=rule.group_id)[["lead_no", "audience", "group_id", "micro"]]


def _factor(rule: Rule, age: pd.Series) -> pd.Series | float:
    if rule.decay == "linear":
        return (1 - age / rule.decay_days).clip(lower=0)
    if rule.decay == "exponential":
        return np.power(2.0, -age / rule.decay_days)
    return 1.0


def _meets(events: pd.DataFrame, rule: Rule) -> pd.Series:
    """Whether events meet the condition of a rule. Errors: ValueError for an operator that no seed of the project uses."""
    if rule.operator is None:
        return pd.Series(True, index=events.index)
    if rule.property in ("campaign", "url"):
        value = events[rule.property]
    else:
        value = events["properties"].str.extract(rf'"{rule.property}": *"([^"]*)"', expand=False)
    if rule.operator == "is_not_null":
        return value.notna()
    if rule.operator == "contains":
        return value.str.lower().str.contains(str(rule.value).lower(), regex=True).fillna(False).astype(bool)
    if rule.operator == "eq":
        return value.str.strip().str.lower() == str(rule.value).lower()
    if rule.operator == "gte":
        return pd.to_numeric(value, errors="coerce") >= float(str(rule.value))
    raise ValueError(f"the frames do not know the operator {rule.operator}")
