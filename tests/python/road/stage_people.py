"""The profiles of the funnel's random world: companies and people of every grade, that change now and then."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import Any

ACCOUNTS: dict[str, dict[str, Any]] = {
    "good": {"industry": "software", "annual_revenue": 60_000_000, "employee_count": 300, "founded_year": 1990}
    | {"service_center_count": 7, "is_minority_owned": True, "latitude": 48.1, "longitude": 11.5},
    "fair": {"industry": "retail", "annual_revenue": 5_000_000, "employee_count": 100, "founded_year": 2016}
    | {"service_center_count": 2, "is_minority_owned": False},
    "poor": {"industry": "gambling", "annual_revenue": 100_000, "employee_count": 5, "founded_year": 2025}
    | {"service_center_count": 0, "is_minority_owned": False},
}
HOUSEHOLDS: dict[str, dict[str, Any]] = {
    "good": {"age": 35, "income": 90_000, "occupation": "engineer", "children": 2, "home_size_m2": 150}
    | {"marital_status": "married", "reading_subscriptions": "garden"},
    "fair": {"age": 25, "income": 50_000, "occupation": "clerk", "home_size_m2": 80},
    "poor": {"age": 16, "income": 10_000, "occupation": "student", "home_size_m2": 30, "children": 0},
}
KINDS = ["good", "good", "good", "good", "good", "fair", "fair", "poor", "none"]
TITLES = ["Head of Purchasing", "Head of Purchasing", "Director Operations", "clerk", None]
DOMAINS = ["mail.example"] * 12 + ["ourcompany.example"]


def add_accounts(accounts: list[dict[str, Any]], chance: random.Random, cell: str, first_day: datetime) -> None:
    """A good, a fair and a poor company; sometimes one becomes another, and sometimes one is known late."""
    for name, about in ACCOUNTS.items():
        landed = first_day + timedelta(days=chance.choice([-1, -1, -1, 25]))
        accounts.append({"account_id": f"C{cell}{name}", **about, "loaded_at": landed})
        if chance.random() < 0.15:
            later = landed + timedelta(days=chance.randrange(100))
            accounts.append(
                {"account_id": f"C{cell}{name}", **ACCOUNTS[chance.choice(list(ACCOUNTS))], "loaded_at": later}
            )


def add_profiles(leads: list[dict[str, Any]], chance: random.Random, cell: str, person: str, seen_at: datetime) -> None:
    """One to three profile rows; the lead is said to be created then, earlier, later or nobody knows when."""
    audience, kind, domain = chance.choice(["b2b", "b2c"]), chance.choice(KINDS), chance.choice(DOMAINS)
    created = chance.choice(
        [None, seen_at, seen_at - timedelta(days=10), seen_at - timedelta(days=2, hours=4), seen_at + timedelta(days=5)]
    )
    landed, title = seen_at, chance.choice([*TITLES * 6, "Student"])
    for _ in range(chance.choice([1, 1, 2, 3])):
        leads.append({
            "lead_id": person, "email": chance.choice([f"{person}@{domain}", None]), "created_at": created, "loaded_at": landed,
            "account_id": f"C{cell}{kind}" if audience == "b2b" and kind != "none" else None, "postal_code": "80331",
            "audience": chance.choice([audience, audience, None]), "job_title": title,
            "attributes": HOUSEHOLDS.get(kind, {}) if audience == "b2c" else {},
        })  # fmt: skip
        landed += timedelta(days=chance.choice([0, 3, 20, 45]), hours=chance.choice([0, 5]))
        kind = chance.choice([kind, *KINDS])
        audience = chance.choice([audience] * 5 + ["b2b", "b2c"])
        created = chance.choice([created, created, seen_at - timedelta(days=3)])
        domain, title = chance.choice([domain] * 3 + DOMAINS), chance.choice([title, title, *TITLES])
