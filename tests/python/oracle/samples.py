"""Small facts and rules for the tests of the oracle: a row says what matters, the rest is filled in."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from .facts import COLUMNS, TIMES, Facts, Row
from .rules import Rule, Seeds
from .score import score_facts
from .world import Inputs, World, know

LONG_AGO = datetime(2020, 1, 1)


def at(text: str) -> datetime:
    """A UTC moment from ISO text."""
    return datetime.fromisoformat(text)


def row(table: str, **values: Any) -> Row:
    """A raw row; times not given are those given, or long ago, so that a row is visible when it happened."""
    happened = [values[name] for name in TIMES[table] if name in values and name != "loaded_at"]
    default = happened[0] if happened else LONG_AGO
    return dict.fromkeys(COLUMNS[table]) | dict.fromkeys(TIMES[table], default) | values


def lead(lead_id: str, **values: Any) -> Row:
    """A profile row."""
    return row("leads", lead_id=lead_id, **values)


def event(event_id: str, event_type: str, occurred_at: str, lead_id: str | None = "ann", **values: Any) -> Row:
    """An event delivery, of lead ann unless said."""
    moment = at(occurred_at)
    return row("events", event_id=event_id, event_type=event_type, occurred_at=moment, lead_id=lead_id, **values)


def facts(**tables: list[Row]) -> Facts:
    """Facts of the given tables; the lead ann exists unless leads are given."""
    return Facts({"leads": [lead("ann")]} | tables)


def seeds(**files: list[dict[str, Any]]) -> Seeds:
    """Seeds from plain values."""
    return Seeds({name: [_as_cells(values) for values in rows] for name, rows in files.items()})


def _as_cells(values: dict[str, Any]) -> Rule:
    return {column: None if value is None else str(value) for column, value in values.items()}


def rule(rule_id: str, event_type: str, points: float, **values: Any) -> dict[str, Any]:
    """An engagement rule of the model b2c in the group all, without cap, window and decay unless said."""
    base = {"rule_id": rule_id, "model_id": "b2c", "group_id": "all", "event_type": event_type, "points": points}
    return base | {"decay": "none"} | values


def model_seeds(**files: list[dict[str, Any]]) -> Seeds:
    """One active b2c model with an unlimited group and the usual grades and bands, beside the given seeds."""
    usual: dict[str, list[dict[str, Any]]] = {
        "scoring_models": [{"model_id": "b2c", "audience": "b2c", "status": "active", "fit_weight": "0.5"}],
        "engagement_groups": [{"model_id": "b2c", "group_id": "all"}],
        "grades": [
            *({"grade": name, "lower_bound": bound} for name, bound in zip("ABCD", (75, 50, 25, 0), strict=False)),
            {"grade": "?", "below_completeness": "0.40"},
        ],
        "bands": [{"band": name, "lower_bound": bound} for name, bound in zip("1234", (60, 30, 10, 0), strict=False)],
    }
    return seeds(**(usual | files))


def world(given: Facts, rules: Seeds, on: str, mappings: Seeds | None = None) -> World:
    """What is known on a date."""
    return know(Inputs(given, rules, mappings or seeds()), date.fromisoformat(on))


def outcomes(given: Facts, rules: Seeds, on: str, mappings: Seeds | None = None) -> dict[str, str]:
    """What hygiene makes of each event id."""
    return {found.event_id: found.outcome for found in world(given, rules, on, mappings).events}


def scored(given: Facts, rules: Seeds, on: str, mappings: Seeds | None = None) -> dict[str, dict[str, Any]]:
    """The scores of all leads on a date."""
    return score_facts(Inputs(given, rules, mappings or seeds()), date.fromisoformat(on))


def write_csv(path: Path, *lines: str) -> None:
    """A seed file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
