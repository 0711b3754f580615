"""Small inputs as real sources deliver them, one folder each, all of them known as of DAY. Ids begin with the case's letters."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

DAY = date(2026, 3, 20)
Rows = list[dict[str, Any]]


def at(days_before: int, hour: int = 10) -> str:
    """A moment some days before DAY, in UTC."""
    moment = datetime(DAY.year, DAY.month, DAY.day, hour) - timedelta(days=days_before)
    return moment.isoformat() + "Z"


def deliver(folder: Path, tables: dict[str, Rows | dict[str, Any]], **entry: Any) -> Path:
    """Write a file for each table, with the contract's own column names, and their mapping. A table may be given as
    {file name: rows} for several files; entry: further keys of every entry."""
    folder.mkdir(parents=True, exist_ok=True)
    entries = []
    for table, content in tables.items():
        files = content if isinstance(content, dict) else {f"{table}.csv": content}
        for name, rows in files.items():
            columns = list(dict.fromkeys(column for row in rows for column in row))
            with (folder / name).open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, columns)
                writer.writeheader()
                writer.writerows(rows)
            entries.append({"table": table, "files": name, **entry})
    (folder / "mapping.yml").write_text(yaml.safe_dump({"tables": entries}), encoding="utf-8")
    return folder


def leads(*ids: str, days_before: int = 11, **values: Any) -> Rows:
    """Profiles, created and loaded the same moment."""
    return [{"lead_id": lead, "created_at": at(days_before), "loaded_at": at(days_before), **values} for lead in ids]


def event(event_id: str, event_type: str, days_before: int, hour: int = 10, **values: Any) -> dict[str, Any]:
    """An event that was loaded when it happened."""
    moment = at(days_before, hour)
    return {"event_id": event_id, "event_type": event_type, "occurred_at": moment, "loaded_at": moment, **values}


def placeholder_identities() -> dict[str, Rows]:
    emails = {
        "p1": "NULL",
        "p2": "NULL",
        "p3": "l3@home.example",
        "p4": "n/a",
        "p5": "",
        "p6": "None",
        "p7": "-",
        "p8": "",
    }
    links = [("undefined", "p3", 10), ("undefined", "p4", 9), ("undefined", "p5", 8), ("ck-5", "p5", 8)]
    links.append(("00000000-0000-0000-0000-000000000000", "p5", 8))
    return {
        "leads": [row for lead, email in emails.items() for row in leads(lead, email=email)],
        "identity_links": [
            {"anonymous_id": visitor, "lead_id": lead, "linked_at": at(days), "loaded_at": at(days)}
            for visitor, lead, days in links
        ],
        "events": [
            event("p-e1", "demo_request", 2, email="NULL"),
            event("p-e2", "call", 2, email="null"),
            event("p-e3", "contact_request", 1, anonymous_id="undefined"),
            event("p-e4", "call", 1, anonymous_id="00000000-0000-0000-0000-000000000000"),
            event("p-e5", "demo_request", 0, email="N/A"),
            event("p-e6", "call", 0, lead_id="null", email="l3@home.example"),
            event("p-e7", "call", 0, anonymous_id="ck-5"),
            event("p-e8", "unsubscribed", 0, email="none"),
            event("NULL", "call", 1, lead_id="p7"),
            event("NULL", "demo_request", 0, lead_id="p7"),
            event("p-o1", "asset_download", 0, 8, lead_id="p8", asset_id="null"),
            event("p-o2", "asset_download", 0, 9, lead_id="p8", asset_id="null"),
            event("p-o3", "call", 0, 8, lead_id="p8", dedupe_key="undefined"),
            event("p-o4", "call", 0, 9, lead_id="p8", dedupe_key="undefined"),
        ],
    }


def merge_circles() -> dict[str, Rows]:
    merges = [("mR", "mS", 8), ("mB", "mA", 8), ("mA", "mB", 6), ("mP", "mQ", 4), ("mQ", "mR", 6), ("mU", "mV", 8)]
    merges += [("mU", "mU", 5), ("mX", "GHOST", 8), ("mY", "mY", 8), ("mC", "mD", 8)]
    told = [
        {"merged_lead_id": gone, "surviving_lead_id": stays, "merged_at": at(days), "loaded_at": at(days)}
        for gone, stays, days in merges
    ]
    undone = {**told[-1], "deleted_at": at(3), "loaded_at": at(3)}
    return {
        "leads": leads(*(f"m{letter}" for letter in "ABCDPQRSUVXY")),
        "lead_merges": [{**row, "deleted_at": ""} for row in told] + [undone],
        "events": [
            event(f"m-{letter}", kind, 10, lead_id=f"m{letter}")
            for letter, kind in zip("ABCDPQRSUVXY", ["demo_request", "call"] * 6, strict=True)
        ],
    }


def shared_emails() -> dict[str, Rows]:
    held = [("s1", "info@acme.example", 9), ("s2", "info@acme.example", 8), ("s3", " Info@ACME.example ", 7)]
    held += [("t1", "bob@x.example", 9), ("t1", "rob@x.example", 5), ("t2", "bob@x.example", 4)]
    return {
        "leads": [row for lead, email, days in held for row in leads(lead, days_before=days, email=email)],
        "events": [
            event("s-1", "demo_request", 0, email="info@acme.example"),
            event("s-2", "call", 0, email="INFO@acme.example"),
            event("s-3", "form_submitted", 0, email="info@acme.example"),
            event("t-1", "demo_request", 0, email="bob@x.example"),
            event("t-2", "call", 0, email="rob@x.example"),
            event("t-3", "call", 6, email="bob@x.example"),
        ],
    }


def deleted_in_the_source() -> dict[str, Rows]:
    deal = {"is_closed": "false", "is_won": "false", "created_at": at(5), "amount": 1000, "loaded_at": at(5, 20)}
    won = {**deal, "is_closed": "true", "is_won": "true", "closed_at": at(4), "loaded_at": at(4, 20)}
    act = {"lead_id": "d4", "activity_type": "accepted", "occurred_at": at(5), "loaded_at": at(5)}
    gone = {"deleted_at": at(2), "loaded_at": at(2, 20)}
    return {
        "leads": [*leads("d1", "d2", "d3", "d4"), *leads("d5"), {**leads("d5")[0], **gone}],
        "opportunities": [
            {"opportunity_id": "O1", "lead_id": "d1", **deal},
            {"opportunity_id": "O2", "lead_id": "d2", **won},
            {"opportunity_id": "O3", "lead_id": "d3", **deal},
            {"opportunity_id": "O1", "lead_id": "d1", **deal, **gone},
            {"opportunity_id": "O2", "lead_id": "d2", **won, **gone},
        ],
        "sales_activities": [{"activity_id": "A1", **act}, {"activity_id": "A1", **act, **gone}],
        "events": [event(f"d-{no}", "demo_request", 7, lead_id=f"d{no}") for no in (1, 2, 3, 4, 5)],
    }


def orders(*totals: tuple[str, str, str, float, int], loaded: int) -> Rows:
    """Order lines (order, lead, product, amount, days before) of one delivery."""
    return [
        {"order_id": order, "lead_id": lead, "product_id": product, "amount": amount, "ordered_at": at(days)}
        | {"loaded_at": at(loaded, 20)}
        for order, lead, product, amount, days in totals
    ]


def orders_again(night: int) -> dict[str, Rows]:
    bought = [("O1", "o1", "P1", 100.0, 3), ("O2", "o1", "P2", 50.0, 2), ("O3", "o2", "P1", 70.0, 1)][: night + 1]
    return {
        "leads": leads("o1", "o2", source="fair"),
        "events": [event("o-1", "call", 6, lead_id="o1")],
        "orders": orders(*bought, loaded=3 - night),
        "campaign_costs": [
            {"cost_date": at(4)[:10], "source": "fair", "amount": 8 + 2 * night, "loaded_at": at(4 - night)}
        ],
    }


def ids_of_two_sources() -> dict[str, Any]:
    calls = [event(str(no), "call", 1, 9 + no, lead_id=f"i{no}") for no in (1, 2, 3)]
    forms = [event(str(no), "demo_request", 0, 9 + no, lead_id=f"i{no % 3 + 1}") for no in (1, 2, 3)]
    return {"leads": leads("i1", "i2", "i3"), "events": {"calls.csv": calls, "forms.csv": forms}}


def user_agents() -> dict[str, Rows]:
    agents = {
        "c1": ("demo_request", "Mozilla/5.0 (Linux; Android 12; CUBOT X70) Chrome/120.0 Mobile Safari/537.36"),
        "c2": ("demo_request", "Mozilla/5.0 (Linux; Android 12; M bot 60) Chrome/120.0 Mobile Safari/537.36"),
        "c3": ("demo_request", "Mozilla/5.0 (Linux; Android 12; Pixel 7) Chrome/120.0 Mobile Safari/537.36"),
        "c5": ("page_visit", "Mozilla/5.0 AppleWebKit/537.36 (compatible; GPTBot/1.2)"),
        "c6": ("page_visit", "facebookexternalhit/1.1"),
    }
    return {
        "leads": leads(*agents),
        "events": [
            event(f"a-{lead}", kind, 0, lead_id=lead, user_agent=agent) for lead, (kind, agent) in agents.items()
        ],
    }
