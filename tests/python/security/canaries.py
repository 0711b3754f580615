"""Deliveries whose every personal value is marked, some of them wrong: the mark must turn up in the warehouse alone."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

MARK = "canary"
GOOD = {
    "lead_id": "canary-1",
    "email": "canary@one.example",
    "phone": "+49canary1",
    "full_name": "Carol Canary",
    "postal_code": "canary 80331",
    "created_at": "2026-01-01T00:00:00Z",
    "attributes": {"age": "canary", "income": "12 canary", "children": "canary"},
    "loaded_at": "2026-01-01T00:00:00Z",
}


def write(folder: Path) -> None:
    """A folder to load, and beside it one whose file is refused."""
    leads = [
        GOOD,
        GOOD | {"lead_id": "canary-2", "created_at": "canary"},
        GOOD | {"lead_id": "canary-3", "attributes": "canary"},
        GOOD | {"lead_id": None},
        GOOD | {"lead_id": "canary-4", "audience": "canary"},
        GOOD | {"lead_id": "canary-5", "email": "CANARY@one.example", "audience": "b2b"},
    ]
    lines = "".join(json.dumps(lead) + "\n" for lead in leads) + '{"lead_id": "canary-6", "email": "canary@broken'
    times = {"occurred_at": "2026-01-05T10:00:00Z", "loaded_at": "2026-01-05T12:00:00Z"}
    events = [
        {"event_id": f"canary-{number}", who: f"canary{number}@one.example", "event_type": event_type, **times}
        | {
            "url": "https://x.example/?mail=canary",
            "user_agent": "canary",
            "properties": {"page": "canary", "n": "canary"},
        }
        for number, (who, event_type) in enumerate(
            [
                ("email", "page_visit"),
                ("lead_id", "email_click"),
                ("anonymous_id", "page_visit"),
                ("email", "unsubscribed"),
            ]
        )
    ]
    merges = [
        {"merged_lead_id": merged, "surviving_lead_id": kept, "merged_at": times["occurred_at"], "loaded_at": times["loaded_at"]}
        for merged, kept in (("canary-1", "canary-5"), ("canary-5", "canary-1"))
    ]  # fmt: skip
    override = {
        "override_id": "canary",
        "lead_id": "canary-5",
        "dimension": "fit",
        "points": "canary",
        "author": "canary",
    }
    override |= {
        "reason": "canary",
        "starts_on": "2026-01-01",
        "expires_on": "2026-02-01",
        "loaded_at": times["loaded_at"],
    }
    rows = {"leads": lines, "events": events, "lead_merges": merges, "score_overrides": [override]}
    folder.mkdir()
    for table, content in rows.items():
        text = content if isinstance(content, str) else "".join(json.dumps(row) + "\n" for row in content)
        (folder / f"{table}.jsonl").write_text(text, encoding="utf-8")
    tables = {table: {"files": f"{table}.jsonl"} for table in rows}
    (folder / "mapping.yml").write_text(yaml.safe_dump({"tables": tables}), encoding="utf-8")
    refused = folder.parent / "refused"
    refused.mkdir()
    (refused / "leads.csv").write_text('lead_id,email,loaded_at\n1,"canary@open.example,2026-01-01\n', encoding="utf-8")
    (refused / "mapping.yml").write_text("tables: {leads: {files: leads.csv}}\n", encoding="utf-8")
