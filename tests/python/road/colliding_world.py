"""Many small groups of leads, each a case of its own, and the ways in which their rows may arrive.

Half of the groups are of the crowded world (identities, duplicates, merges, exclusions), half of the funnel's (acts of sales,
deals, changing profiles). On top of that events are delivered again, in conflict with themselves, or dated far ahead. Groups
share nothing: the digits in an id are the number of its group.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from crowded_world import crowded_tables
from stage_world import stage_tables
from world_files import Tables

LAST_DATE = date(2026, 3, 1)
FAR_AHEAD = datetime(2099, 1, 1)


def colliding_tables(groups: int, seed: int) -> Tables:
    """The rows of the world."""
    chance = random.Random(seed)
    crowded = crowded_tables(groups // 2, seed)
    funnel = stage_tables(groups - groups // 2, seed, first=groups // 2)
    tables = {name: crowded.get(name, []) + funnel.get(name, []) for name in sorted({*crowded, *funnel})}
    for event in list(tables["events"]):
        if chance.random() < 0.05:
            tables["events"].append(event)
        if chance.random() < 0.05:
            tables["events"].append(in_conflict(chance, event))
        if chance.random() < 0.01:
            tables["events"].append({**event, "event_id": f"{event['event_id']}ahead", "occurred_at": FAR_AHEAD})
    return tables


def in_conflict(chance: random.Random, event: dict[str, Any]) -> dict[str, Any]:
    """The event once more with another type, day or person of the group, loaded at the same moment or later."""
    changes: list[dict[str, Any]] = [
        {"event_type": chance.choice(["call", "page_visit", "email_open"])},
        {"occurred_at": event["occurred_at"] - timedelta(days=chance.choice([1, 5]))},
        {"anonymous_id": None, "email": None, "lead_id": None} | {"anonymous_id": f"V{event['event_id'][1:4]}0"},
    ]
    loaded_at = event["loaded_at"] + timedelta(hours=chance.choice([0, 0, 24, 240]))
    return {**event, **chance.choice(changes), "loaded_at": loaded_at}


def dealt_at_random(tables: Tables, parts: int, seed: int) -> list[Tables]:
    """The rows dealt out to several deliveries in any order."""
    chance = random.Random(seed)
    return _dealt(tables, parts, lambda row: chance.randrange(parts))


def dealt_by_arrival(tables: Tables, days: list[date]) -> list[Tables]:
    """The rows by the day on which they say they landed: a delivery up to the end of each day, and the last with the rest."""
    return _dealt(tables, len(days) + 1, lambda row: sum(row["loaded_at"].date() > day for day in days))


def _dealt(tables: Tables, parts: int, place: Callable[[dict[str, Any]], int]) -> list[Tables]:
    deliveries: list[Tables] = [{name: [] for name in tables} for _ in range(parts)]
    for name, rows in tables.items():
        for row in rows:
            deliveries[place(row)][name].append(row)
    return deliveries
