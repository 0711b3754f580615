"""A world of many small cells in which everything collides: ids, times, links, merges, e-mail addresses, deliveries.

Each cell is a handful of people whose facts fall within a few weeks, drawn so that late deliveries, conflicting copies, clicks
around the machine limit, links taken over and chains of merges are common instead of rare. Cells share nothing.
"""

from __future__ import annotations

import itertools
import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from world_files import Tables, write_world

FIRST_DAY = datetime(2026, 1, 1)
LAST_DATE = date(2026, 2, 10)
DAYS = 40
EVENT_TYPES = [
    "email_delivered", "email_open", "email_click", "page_visit", "key_page_visit", "asset_download",
    "webinar_attended", "call", "careers_visit", "unsubscribed", "demo_request", "pixel_ping",
]  # fmt: skip


def write_crowded_world(folder: Path, cells: int, seed: int) -> Path:
    """Write the world as JSON lines with its mapping; returns the mapping's folder."""
    return write_world(folder, crowded_tables(cells, seed), LAST_DATE)


def crowded_tables(cells: int, seed: int) -> Tables:
    """The rows of the world."""
    chance = random.Random(seed)
    tables: Tables = {
        name: [] for name in ("leads", "accounts", "events", "identity_links", "lead_merges", "orders",
                              "survey_responses", "score_overrides")
    }  # fmt: skip
    for cell in range(cells):
        _add_cell(tables, chance, f"{cell:03d}")
    for rows in tables.values():
        chance.shuffle(rows)
    return tables


def _moment(chance: random.Random, step_minutes: int = 240) -> datetime:
    """A time on a coarse grid, so that ties are common."""
    return FIRST_DAY + timedelta(minutes=step_minutes * chance.randrange(DAYS * 1440 // step_minutes))


def _landed(chance: random.Random, occurred: datetime) -> datetime:
    """Mostly the next night, sometimes at once, days late, or before it is said to have happened."""
    return occurred + timedelta(hours=chance.choice([0, 0, 6, 12, 24, 24, 24, 24, 72, 240, -3, -24, -25]))


def _add_cell(tables: Tables, chance: random.Random, cell: str) -> None:
    people = [f"L{cell}{letter}" for letter in "ABCDE"[: chance.randint(1, 5)]]
    visitors = [f"V{cell}{number}" for number in range(chance.randint(0, 3))]
    mails = [f"p{number}@cell{cell}.example" for number in range(3)]
    account = f"C{cell}"
    tables["accounts"].append({
        "account_id": account, "industry": chance.choice(["software", "retail", None]),
        "annual_revenue": chance.choice([None, 500, 10_000_000, "49999999.99", 50_000_000]),
        "employee_count": chance.choice([None, 1, 250]), "founded_year": chance.choice([None, 2025, 1990]),
        "service_center_count": chance.choice([None, 0, 7]), "is_minority_owned": chance.choice([None, True, False]),
        "latitude": chance.choice([None, 48.1]), "longitude": 11.5, "loaded_at": FIRST_DAY,
    })  # fmt: skip
    for person in people:
        for _ in range(chance.choice([1, 1, 2, 3])):
            tables["leads"].append({
                "lead_id": person, "email": chance.choice([None, *mails, " " + mails[0].upper()]),
                "account_id": chance.choice([None, account]), "audience": chance.choice([None, "b2b", "b2c"]),
                "job_title": chance.choice([None, "Head of Purchasing", "Head of IT", "clerk", "Student"]),
                "postal_code": chance.choice([None, "80331", "10115"]),
                "attributes": chance.choice([{}, {"age": "35", "income": 60000}, {"age": "unknown", "children": 2}]),
                "loaded_at": _moment(chance, 720),
            })  # fmt: skip
    moments = [_moment(chance) for _ in range(8)]
    types = chance.choice([["email_delivered", "email_click", "email_click"], chance.sample(EVENT_TYPES, 3)])
    for number in range(chance.randint(0, 40)):
        event_id = f"E{cell}{number if chance.random() < 0.8 else chance.randint(0, number)}"
        _add_event(tables["events"], chance, people, visitors, mails, event_id, types, moments)
    for _ in range(chance.randint(0, 4)):
        if visitors:
            linked = _moment(chance)
            tables["identity_links"].append({
                "anonymous_id": chance.choice(visitors), "lead_id": chance.choice([*people, "nobody"]),
                "linked_at": linked, "loaded_at": _landed(chance, linked),
            })  # fmt: skip
    for merged, survivor in itertools.pairwise(people):
        if chance.random() < 0.3:
            when = _moment(chance)
            tables["lead_merges"].append({
                "merged_lead_id": merged, "surviving_lead_id": chance.choice([survivor, people[-1]]),
                "merged_at": when, "loaded_at": _landed(chance, when),
            })  # fmt: skip
    for number in range(chance.randint(0, 4)):
        when = _moment(chance)
        tables["orders"].append({
            "order_id": f"O{cell}{number // 2}", "lead_id": people[0], "product_id": chance.choice(["p1", "p2", None]),
            "quantity": 1, "amount": chance.choice([10, -10, 5, None]), "ordered_at": when, "loaded_at": _landed(chance, when),
        })  # fmt: skip
    moments = [_moment(chance) for _ in range(2)]
    for _ in range(chance.choice([0, 0, 1, 2, 4])):
        when = chance.choice(moments)
        tables["survey_responses"].append({
            "response_id": f"R{cell}{chance.randint(0, 1)}", "question_id": chance.choice(["recommend", None]),
            "respondent_id": chance.choice(people), "survey_kind": chance.choice(["nps", "nps", "nps", "pulse"]),
            "population": chance.choice(["customer"] * 4 + ["employee"]), "score": chance.choice([*range(-1, 12), None]),
            "occurred_at": when, "loaded_at": _landed(chance, when),
        })  # fmt: skip
    if chance.random() < 0.5:
        starts = date(2026, 1, chance.randint(1, 31))
        tables["score_overrides"].append({
            "override_id": f"X{cell}", "lead_id": chance.choice(people), "points": chance.choice([-150, -20, 7.5, 60]),
            "dimension": chance.choice(["fit", "engagement"]), "author": "sales", "reason": "agreed", "starts_on": starts,
            "expires_on": starts + timedelta(days=chance.choice([1, 9, 10, 30])), "loaded_at": _moment(chance),
        })  # fmt: skip


def _add_event(
    events: list[dict[str, Any]],
    chance: random.Random,
    people: list[str],
    visitors: list[str],
    mails: list[str],
    event_id: str,
    types: list[str],
    moments: list[datetime],
) -> None:
    """One or two deliveries of an event, the second perhaps in conflict with the first."""
    occurred = chance.choice(moments) + timedelta(seconds=chance.choice([0, 0, 1, 2, 3]))
    for _ in range(chance.choice([1, 1, 1, 1, 2])):
        who = chance.choice(["lead_id", "lead_id", "anonymous_id", "email"])
        known = {
            "lead_id": chance.choice([*people * 5, "stranger"]),
            "anonymous_id": chance.choice([*visitors * 5, "visitor"]),
            "email": chance.choice([*mails * 5, mails[0].title() + " "]),
        }
        events.append({
            "event_id": event_id, who: known[who], "event_type": chance.choice(types), "occurred_at": occurred,
            "session_id": chance.choice([None, "s1", "s2"]), "message_id": chance.choice([None, "m1", "m1", "m2"]),
            "asset_id": chance.choice([None, "a1", "a2"]), "is_machine": chance.choice([None, *[False] * 6, True]),
            "user_agent": chance.choice([None, *["Mozilla/5.0"] * 6, "Googlebot/2.1"]),
            "channel": chance.choice([None, "web"]), "url": chance.choice([None, "https://example.org/pricing"]),
            "dedupe_key": chance.choice([None, None, None, None, "k1", f"k{event_id}", f"k{event_id}"]),
            "properties": chance.choice([{}, {"page": "pricing", "duration_s": 60}, {"duration_s": "59.9"}]),
            "loaded_at": _landed(chance, occurred),
        })  # fmt: skip
        if chance.random() < 0.5:
            occurred = chance.choice(moments)
