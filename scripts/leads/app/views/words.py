"""Rules and event types in words, from the rule seeds."""

from __future__ import annotations

from leads.app.rule_copy import read_rows
from leads.app.visit import Visit
from leads.base.console import words
from leads.base.marts import Row


def seed(visit: Visit, name: str) -> list[dict[str, str]]:
    """The rows of a rule seed as they stand in the folder of rules; none when there is no such file."""
    return read_rows(visit.settings.rules, name)


def event_words(visit: Visit, event_type: str) -> str:
    """What a lead did, as the catalogue of event types has it."""
    told = {row["event_type"]: row["description"] for row in seed(visit, "event_types")}
    return told.get(event_type) or words(event_type)


def in_words(visit: Visit, rule_id: str) -> str:
    """A rule of engagement by what it counts, or its id in words."""
    rules = {row["rule_id"]: row for row in seed(visit, "engagement_rules")}
    rule = rules.get(rule_id)
    if rule is None:
        return words(rule_id)
    condition = [rule[name] for name in ("property", "operator", "value") if rule[name]]
    told = event_words(visit, rule["event_type"])
    return f"{told} ({words(' '.join(condition))})" if condition else told


def entry_words(visit: Visit, row: Row) -> str:
    """A row of the ledger in words: its reason, or without one the rule, attribute or limit that it names."""
    if row.get("reason"):
        return str(row["reason"]).replace("_", " ") if row["entry_type"] == "adjustment" else str(row["reason"])
    if row["entry_type"] == "rule":
        return in_words(visit, str(row["entry_id"]))
    return words(str(row["entry_id"]).replace(":", " "))


def stage_words(stage: object) -> str:
    """A stage of the funnel as people write it: MQL, but customer."""
    told = words(stage)
    return told.upper() if len(told) == 3 else told
