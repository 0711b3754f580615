"""Helpers for hunting a difference: the ledger of one lead in words, and rows compared value by value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from .facts import fetch_facts
from .rules import Seeds, active_model
from .score import Scorer
from .world import Inputs

TOLERANCE = 0.0001


def differences(expected: Mapping[str, Any], actual: Mapping[str, Any], tolerance: float = TOLERANCE) -> list[str]:
    """One line per key of `expected` whose value differs in `actual`; numbers may differ by the tolerance."""
    return [
        f"{key}: oracle {value!r}, build {actual.get(key)!r}"
        for key, value in expected.items()
        if not _same(value, actual.get(key), tolerance)
    ]


def _same(expected: Any, actual: Any, tolerance: float) -> bool:
    if expected is None or actual is None:
        return expected is actual
    if isinstance(expected, Decimal):
        return abs(float(expected) - float(actual)) <= tolerance
    return str(expected) == str(actual)


def explain_lead(scorer: Scorer, lead_id: str) -> list[str]:
    """The row, both ledgers and what became of the events of one lead, a line each."""
    if lead_id not in scorer.now.leads:
        return [f"{lead_id}: no lead of its own on {scorer.as_of} (no visible profile, or merged)"]
    lines = [f"{name}: {value}" for name, value in scorer.score(lead_id).items()]
    model = active_model(scorer.rules, scorer.now.profiles[lead_id].audience, scorer.as_of)
    if model is not None:
        own_fit = scorer.fit(lead_id, model)
        lines += [f"attribute {name} is {status}" for name, status in own_fit.statuses.items()]
        ledger = {
            "fit": scorer.fit_rows(lead_id, own_fit),
            "engagement": scorer.engagement_rows(lead_id, scorer.now, scorer.as_of),
        }
        lines += [
            f"{dimension} {row.kind} {row.item}: {row.contribution}"
            for dimension in ledger
            for row in ledger[dimension]
        ]
    outcomes = Counter((event.event_type, event.outcome) for event in scorer.now.events if event.lead_id == lead_id)
    return lines + [f"events {kind} {outcome}: {count}" for (kind, outcome), count in sorted(outcomes.items())]


def explain_difference(
    lead_id: str,
    actual: Mapping[str, Any],
    con: duckdb.DuckDBPyConnection,
    rules_dir: Path | str,
    mappings_dir: Path | str,
    as_of_date: date,
) -> str:
    """What differs between the oracle and a built row of `lead_scores`, followed by the lead's whole calculation."""
    scorer = Scorer(Inputs(fetch_facts(con), Seeds.read(rules_dir), Seeds.read(mappings_dir)), as_of_date)
    expected = scorer.score(lead_id) if lead_id in scorer.now.leads else {}
    return "\n".join(
        [f"lead {lead_id} on {as_of_date}", *differences(expected, actual), "", *explain_lead(scorer, lead_id)]
    )
