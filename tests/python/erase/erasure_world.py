"""A world of invented people in which twenty are hard to erase: merged, sharing, anonymous, mentioned, rejected.

Doomed people are D00 to D19, kept ones K000 on; ids, addresses and telephone numbers carry a number that no other has, so that a
search of bytes for them finds them and nobody else.
"""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

DOOMED = 20
FIRST_DAY = datetime(2026, 1, 1)
TYPES = [
    "email_open",
    "email_click",
    "page_visit",
    "key_page_visit",
    "asset_download",
    "webinar_attended",
    "demo_request",
]
Row = dict[str, Any]
Tables = dict[str, list[Row]]


def lead(name: str) -> str:
    """The lead id of a person."""
    return f"lead-{name}-x7q"


def email(name: str) -> str:
    """The address of a person, trimmed and in lower case."""
    return f"person.{name.lower()}.z@mail.example"


def visitor(name: str) -> str:
    """The anonymous id of a person."""
    return f"cookie-{name}-w3k"


def phone(name: str) -> str:
    """The telephone number of a person."""
    return f"+49 170 {'8' if name[0] == 'D' else '9'}{int(name[1:]):03d}55501"


def full_name(name: str) -> str:
    """The name of a person."""
    return f"Quirin{name} Zobel{name}"


def old_lead(name: str) -> str:
    """The id of a person before a merge."""
    return f"old-{name}-x7q"


def identifiers(name: str) -> list[str]:
    """Everything that names a person."""
    return [lead(name), email(name), visitor(name), phone(name), full_name(name), old_lead(name)]


NAMES = [f"D{number:02d}" for number in range(DOOMED)]
SHARED_EMAIL = "family.office@mail.example"  # D04 had it first, K001 has it, too
RIVAL_EMAIL = "reception.desk@mail.example"  # K002 had it first, D05 has it, too
SHARED_VISITOR = "cookie-kiosk-w3k"  # D06 was linked first, K003 later


def write_world(folder: Path, kept: int = 150, seed: int = 5) -> Path:
    """Write the source files and the mapping; returns its folder."""
    chance = random.Random(seed)
    tables: Tables = {
        name: []
        for name in ("leads", "accounts", "events", "identity_links", "lead_merges", "sales_activities", "opportunities",
                     "orders", "survey_responses", "score_overrides", "erasures")
    }  # fmt: skip
    people = NAMES + [f"K{number:03d}" for number in range(kept)]
    for name in people:
        _add_person(tables, chance, name)
    for number in range(10):
        tables["accounts"].append({"account_id": f"acc{number}", "industry": "retail", "employee_count": 50 * number,
                                   "attributes": {}, "loaded_at": FIRST_DAY})  # fmt: skip
    _add_hard_cases(tables)
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["tables:"]
    for table, rows in tables.items():
        chance.shuffle(rows)
        text = "".join(json.dumps(row, default=str) + "\n" for row in rows)
        (folder / f"{table}.jsonl").write_text(text + _rejects(table), encoding="utf-8")
        names = sorted({name for row in rows for name in row})
        lines.append(f"  {table}: {{files: {table}.jsonl, columns: {{{', '.join(f'{n}: {n}' for n in names)}}}}}")
    (folder / "mapping.yml").write_text("\n".join(lines) + "\n")
    return folder


def _rejects(table: str) -> str:
    """Lines that do not fit: a date that is none, no JSON at all, of a kept person one each."""
    if table != "leads":
        return ""
    no_date = [{"lead_id": lead(name), "email": email(name).upper(), "loaded_at": "soon"} for name in ("D09", "K009")]
    broken = [f'{{"lead_id": "{lead(name)}", email: {email(name)}\n' for name in ("D10", "K010")]
    return "".join(json.dumps(row) + "\n" for row in no_date) + "".join(broken)


def _add_person(tables: Tables, chance: random.Random, name: str) -> None:
    born = FIRST_DAY + timedelta(hours=chance.randrange(24 * 10))
    shouting = f"  {email(name).title()} " if chance.random() < 0.3 else email(name)
    tables["leads"].append({
        "lead_id": lead(name), "email": shouting, "phone": phone(name), "full_name": full_name(name),
        "account_id": f"acc{chance.randrange(10)}", "job_title": chance.choice(["Head of IT", "clerk"]), "source": "fair",
        "created_at": born, "attributes": {"age": chance.randrange(20, 60)}, "loaded_at": born,
    })  # fmt: skip
    for number in range(chance.randint(2, 25)):
        when = born + timedelta(hours=chance.randrange(24 * 35))
        who = chance.choice([{"lead_id": lead(name)}, {"email": shouting}, {"anonymous_id": visitor(name)}])
        tables["events"].append({
            "event_id": f"e-{name}-{number}", **who, "event_type": chance.choice(TYPES), "occurred_at": when,
            "url": f"https://www.example/?utm=1&who={quote(email(name), safe='')}", "session_id": f"s{number}",
            "properties": {"page": "pricing", "to": email(name)}, "loaded_at": when + timedelta(hours=6),
        })  # fmt: skip
    tables["identity_links"].append(
        {"anonymous_id": visitor(name), "lead_id": lead(name), "linked_at": born, "loaded_at": born}
    )
    if chance.random() < 0.4 or name in NAMES:
        when = born + timedelta(days=12)
        act = {"lead_id": lead(name), "occurred_at": when, "loaded_at": when}
        tables["sales_activities"].append(
            {"activity_id": f"act-{name}", "activity_type": "accepted", "owner_id": "kim", **act}
        )
        tables["opportunities"].append({"opportunity_id": f"opp-{name}", "lead_id": lead(name), "amount": 1000, "is_closed": True,
                                        "is_won": True, "created_at": when, "closed_at": when, "loaded_at": when})  # fmt: skip
        tables["orders"].append({"order_id": f"ord-{name}", "lead_id": lead(name), "amount": 500, "ordered_at": when,
                                 "loaded_at": when})  # fmt: skip
        tables["survey_responses"].append({
            "response_id": f"res-{name}", "respondent_id": lead(name), "population": "customer", "survey_kind": "nps",
            "score": chance.randrange(11), "comment": f"call {phone(name)}", "occurred_at": when, "loaded_at": when,
        })  # fmt: skip
        tables["score_overrides"].append({
            "override_id": f"ovr-{name}", "lead_id": lead(name), "dimension": "engagement", "points": 20, "author": "kim",
            "reason": f"{full_name(name)} called", "starts_on": "2026-01-15", "expires_on": "2026-12-31", "loaded_at": when,
        })  # fmt: skip


def _add_hard_cases(tables: Tables) -> None:
    def event(number: int, **who: Any) -> Row:
        when = FIRST_DAY + timedelta(days=20, hours=number)
        return {
            "event_id": f"hard-{number}",
            "event_type": "demo_request",
            "occurred_at": when,
            "loaded_at": when,
            **who,
        }

    first, later = FIRST_DAY - timedelta(days=2), FIRST_DAY + timedelta(days=25)
    for name in ("D00", "D01", "D02", "D03"):
        survivor, merged = (lead(name), old_lead(name)) if name < "D02" else (old_lead(name), lead(name))
        tables["leads"].append(
            {"lead_id": old_lead(name), "email": email(name), "phone": phone(name), "loaded_at": first}
        )
        tables["lead_merges"].append({"merged_lead_id": merged, "surviving_lead_id": survivor, "merged_at": FIRST_DAY,
                                      "loaded_at": FIRST_DAY})  # fmt: skip
    # A claim that an earlier merge overrules makes nobody one person: K004 stays.
    tables["lead_merges"].append({"merged_lead_id": old_lead("D00"), "surviving_lead_id": lead("K004"), "merged_at": later,
                                  "loaded_at": later})  # fmt: skip
    for name, address, when in (("D04", SHARED_EMAIL, first), ("K001", SHARED_EMAIL.upper(), later),
                                ("K002", RIVAL_EMAIL, first), ("D05", RIVAL_EMAIL, later)):  # fmt: skip
        tables["leads"].append({"lead_id": lead(name), "email": address, "loaded_at": when, "source": "fair"})
    for name, when in (("D06", first), ("K003", later)):
        tables["identity_links"].append({"anonymous_id": SHARED_VISITOR, "lead_id": lead(name), "linked_at": when,
                                         "loaded_at": when})  # fmt: skip
    told = {"referred_by": email("D11").upper(), "note": f"knows {full_name('D12')} ({lead('D12')})", "age": 30}
    tables["leads"].append({"lead_id": lead("K011"), "email": email("K011"), "attributes": told, "loaded_at": later})
    tables["events"] += [
        event(1, email=SHARED_EMAIL), event(2, email=RIVAL_EMAIL), event(3, anonymous_id=SHARED_VISITOR),
        # Another's by the lead id, which decides; the address beside it goes.
        event(4, lead_id=lead("K012"), email=email("D12"), url=f"https://x.example/{lead('D13')}/?v={visitor('D13')}"),
        event(5, lead_id=lead("K012"), anonymous_id=visitor("D14"), properties={"forwarded_to": email("D14").title()}),
        # Nobody's: an unknown visitor who came from the person's mail.
        event(6, anonymous_id="cookie-nobody", url=f"https://x.example/?mail={quote(email('D15'), safe='')}&p=1"),
        # The person's by an address that no profile names.
        event(7, lead_id=lead("D16"), email="second.address.d16@mail.example"),
        event(8, email="second.address.d16@mail.example"),
    ]  # fmt: skip
    answer = next(row for row in tables["survey_responses"] if row["respondent_id"].startswith("lead-K"))
    answer["comment"] = f"ask {phone('D17')} or {email('D17')}"
    tables["accounts"][0]["attributes"] = {"contact": full_name("D18")}
    when = FIRST_DAY + timedelta(days=30)
    tables["erasures"] = [
        {"lead_id": lead(name), "requested_at": when, "loaded_at": when} for name in NAMES[:2] + NAMES[18:]
    ]
