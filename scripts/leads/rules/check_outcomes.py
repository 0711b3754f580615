"""What a conversion is: each signal with what it needs, event types and stages that exist, one that is main."""

from __future__ import annotations

from collections.abc import Iterator

from leads.rules.problem import Problem
from leads.rules.table import Ruleset

# The column that a word of another column needs, and that all other words leave empty.
NEEDED = (
    ("signal", "event", "event_type"),
    ("signal", "stage", "stage"),
    ("landmarks", "event", "landmark_event_type"),
)


def check_conversions(rules: Ruleset) -> Iterator[Problem]:
    """Problems of conversion_rules: a needed cell that is empty, one that is not read, an unknown event type or stage;
    two that are main for one audience."""
    table = rules["conversion_rules"]
    event_types = {row.text("event_type") for row in rules["event_types"].rows}
    stages = {row.text("stage") for row in rules["funnel_stages"].rows}
    known = {"event_type": event_types, "landmark_event_type": event_types, "stage": stages}
    main: dict[str, int] = {}
    for row in table.rows:
        if row.text("is_main") == "true":
            first = main.setdefault(row.text("audience"), row.line)
            if first != row.line:
                fault = f"{row.text('audience')} has a main conversion already (row {first})"
                yield table.problem(row, "is_main", fault, "keep one of them and leave the other cell empty")
        for column, word, needed in NEEDED:
            cell, asked = row.text(needed), row.text(column) == word
            if asked and not cell:
                yield table.problem(row, needed, f"the {column} {word!r} has no {needed}", "name it")
            elif cell and not asked:
                fault = f"the {column} {row.text(column)!r} takes no {needed}"
                yield table.problem(row, needed, fault, "leave the cell empty")
            elif cell and cell not in known[needed]:
                catalogue = "funnel_stages" if needed == "stage" else "event_types"
                fault = f"{cell!r} is not in {catalogue}"
                yield table.problem(row, needed, fault, "add it or correct the name")
