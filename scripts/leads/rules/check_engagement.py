"""Event types and engagement rules."""

from __future__ import annotations

from collections.abc import Iterator

from leads.rules.check_conditions import check_condition
from leads.rules.check_models import check_model_ids, check_parent
from leads.rules.problem import Problem
from leads.rules.table import Row, Ruleset, Table

BURST = ("machine_burst_seconds", "machine_burst_count")


def check_event_types(rules: Ruleset) -> Iterator[Problem]:
    """Problems: a delivery type that is not in the catalogue; seconds around none; a burst half stated."""
    table = rules["event_types"]
    for row in table.rows:
        yield from _check_event_type(rules, table, row, "delivery_event_type", row.text("delivery_event_type"))
        for column in ("machine_seconds_before", "machine_seconds_after"):
            if row.text(column) and not row.text("delivery_event_type"):
                fault = f"there is {column} and no delivery_event_type"
                yield table.problem(row, column, fault, "name the type of the delivery or leave the cell empty")
        for column, other in BURST, BURST[::-1]:
            if row.text(column) and not row.text(other):
                yield table.problem(row, other, f"there is {column} and no {other}", "write both or none")


def check_engagement(rules: Ruleset) -> Iterator[Problem]:
    """Problems of engagement_rules: unknown model, group, event type; condition, cap or decay half stated."""
    table = rules["engagement_rules"]
    yield from check_model_ids(rules, table)
    yield from check_parent(table, rules["engagement_groups"], ("model_id", "group_id"), "group")
    for row in table.rows:
        yield from _check_event_type(rules, table, row, "event_type", row.text("event_type"))
        yield from check_condition(table, row)
        if row.text("operator") and not row.text("property"):
            yield table.problem(
                row,
                "property",
                "there is an operator and no property",
                "name the property",
            )
        if row.text("property") and not row.text("operator"):
            yield table.problem(
                row,
                "operator",
                "there is a property and no operator",
                "write an operator",
            )
        if row.text("cap_count") and not row.text("cap_days"):
            yield table.problem(
                row,
                "cap_days",
                "there is cap_count and no cap_days",
                "write the days of the cap",
            )
        if row.text("cap_days") and not row.text("cap_count"):
            yield table.problem(
                row,
                "cap_count",
                "there is cap_days and no cap_count",
                "write the events per cap",
            )
        decays = row.text("decay") != "none"
        if decays and not row.text("decay_days"):
            yield table.problem(
                row,
                "decay_days",
                f"decay {row.text('decay')} needs decay_days",
                "write the days",
            )
        if row.text("decay_days") and not decays:
            yield table.problem(
                row,
                "decay_days",
                "decay none takes no decay_days",
                "leave the cell empty",
            )


def check_groups(rules: Ruleset) -> Iterator[Problem]:
    """Problems of engagement_groups: unknown model."""
    return check_model_ids(rules, rules["engagement_groups"])


def check_exclusions(rules: Ruleset) -> Iterator[Problem]:
    """Problems of exclusion_rules: condition; unknown event type; evidence without events."""
    table = rules["exclusion_rules"]
    for row in table.rows:
        yield from check_condition(table, row)
        if row.text("match_field") == "event_type":
            named = row.items("value") if row.text("operator") in ("eq", "neq", "in", "not_in") else []
            for event_type in named:
                yield from _check_event_type(rules, table, row, "value", event_type)
            for event_type in row.items("lifted_by"):
                yield from _check_event_type(rules, table, row, "lifted_by", event_type)
                if event_type in named:
                    fault = f"{event_type!r} would lift what it brings about"
                    yield table.problem(row, "lifted_by", fault, "name another event type")
            continue
        for column in ("min_count", "min_days", "window_days", "lifted_by"):
            if row.text(column):
                fault = f"{column} counts events and match_field is not event_type"
                yield table.problem(row, column, fault, "leave the cell empty")


def _check_event_type(rules: Ruleset, table: Table, row: Row, column: str, event_type: str) -> Iterator[Problem]:
    if event_type and event_type not in {known.text("event_type") for known in rules["event_types"].rows}:
        fault = f"the event type {event_type!r} is not in event_types"
        yield table.problem(row, column, fault, "add it or correct the name")
