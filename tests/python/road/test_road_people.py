"""Scanners, double clicks and people who change their mind: small worlds whose right values were decided by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from former_rules import write_former_rules
from road import Road
from world_files import Tables, write_world

MARCH_2 = datetime(2026, 3, 2)
Act = tuple[str, str, str] | tuple[str, str, str, dict[str, Any]]

# Lead, event type, moment of 2026-03-02, columns of the event.
SCANNED: list[Act] = [
    *(("G1", "email_delivered", "10:00:00"), ("G1", "email_click", "10:00:01"), ("G1", "email_click", "14:10:00")),
    *(("G2", "email_delivered", "10:00:00"), ("G2", "email_click", "09:59:58")),
    *(("G3", "email_delivered", "10:00:00"), ("G3", "email_click", "10:00:12")),
    *(("G4", "email_delivered", "10:00:00"), ("G4", "email_open", "10:00:01"), ("G4", "email_click", "10:00:01")),
    *(("G4", "unsubscribed", "10:00:01"), ("G4", "demo_request", "15:00:00", {"message_id": None})),
    *(("G5", "email_delivered", "10:00:00"), ("G5", "unsubscribed", "10:00:01", {"is_machine": True})),
    ("G5", "demo_request", "15:00:00", {"message_id": None}),
    ("G6", "email_delivered", "10:00:00"),
    ("G6", "unsubscribed", "10:00:40", {"user_agent": "Mozilla/5.0 (compatible; BarracudaSentinel)"}),
    ("G6", "demo_request", "15:00:00", {"message_id": None}),
    *(("G7", "email_delivered", "10:00:00"), ("G7", "unsubscribed", "13:00:00")),
    ("G7", "demo_request", "15:00:00", {"message_id": None}),
    *(("G8", "email_open", "10:00:01", {"is_machine": True}), ("G8", "email_open", "15:00:00", {"is_machine": False})),
    *(("G9", "email_delivered", "10:00:00"), ("G9", "email_click", "10:00:01", {"message_id": None})),
    *(("G10", "email_delivered", "10:00:00"), ("G10", "email_click", "10:00:02")),
    # A scanner that follows every link a minute later, the one to unsubscribe among them; then the person.
    ("G11", "email_delivered", "10:00:00"),
    *(("G11", "email_click", "10:01:00", {"url": f"/{link}"}) for link in "ab"),
    *(("G11", "unsubscribed", "10:01:01"), ("G11", "email_click", "16:00:00", {"url": "/a"})),
    # A person who clicks the link to unsubscribe.
    *(("G12", "email_click", "10:01:00", {"url": "/u"}), ("G12", "unsubscribed", "10:01:00")),
    # Nobody's visits: a person's and a crawler's.
    ("", "page_visit", "10:00:00", {"anonymous_id": "n"}),
    ("", "page_visit", "10:00:00", {"anonymous_id": "m", "user_agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}),
]
DOUBLE: list[tuple[str, str, str, dict[str, Any]]] = [
    *(("D1", "form_submitted", f"2026-01-13 10:00:0{second}", {"asset_id": "paper"}) for second in (0, 1)),
    ("D2", "form_submitted", "2026-01-13 10:00:00", {"asset_id": "paper"}),
    *(("D3", "demo_request", moment, {}) for moment in ("2026-01-06 23:59:59", "2026-01-07 00:00:01")),
    ("D4", "demo_request", "2026-01-06 23:59:59", {}),
    *((lead, "contact_request", "2026-01-07 00:00:01", {}) for lead in ("D3", "D4")),
]

# Lead, e-mail address, event type, moment: who changed their mind, and who was merged with one who had left.
MINDS = [
    *(("R1", None, "unsubscribed", "2026-01-10 10:00"), ("R1", None, "newsletter_subscribed", "2026-03-01 10:00")),
    *((lead, None, "demo_request", "2026-03-02 10:00") for lead in ("R1", "R2", "R3", "A1", "A2", "B3")),
    *(("B1", None, "unsubscribed", "2026-01-10 10:00"), (None, "b2@home.example", "unsubscribed", "2026-02-20 10:00")),
    ("A3", None, "unsubscribed", "2026-01-10 10:00"),
    # Subscribed, then gone again.
    *(("R3", None, "newsletter_subscribed", "2026-01-10 10:00"), ("R3", None, "unsubscribed", "2026-01-10 10:01")),
]
MERGES = [("B1", "A1", "2026-02-01 10:00"), ("B2", "A2", "2026-02-01 10:00"), ("B3", "A3", "2026-03-02 12:00")]

# What a lead was until 20 February: a student, a competitor's colleague.
CHANGED: list[tuple[str, dict[str, str]]] = [
    ("S1", {"job_title": "Student assistant"}),
    ("C1", {"email": "c1@leadzilla.example"}),
]


def event(name: str, lead: str, kind: str, moment: datetime, columns: dict[str, Any]) -> dict[str, Any]:
    """One delivery, loaded when it happened."""
    who = {"lead_id": lead or None, "email": None, "anonymous_id": None}
    return {"event_id": name, "event_type": kind, "occurred_at": moment, "loaded_at": moment} | who | columns


def people() -> Tables:
    """The cases, one lead or a few each."""
    blank = dict.fromkeys(("message_id", "asset_id", "url", "user_agent", "is_machine"))
    events = []
    for number, (lead, kind, moment, *more) in enumerate(SCANNED):
        columns = blank | {"message_id": "m1"} | (more[0] if more else {})
        events.append(event(f"g{number}", lead, kind, datetime.fromisoformat(f"2026-03-02 {moment}"), columns))
    for number, (lead, kind, moment, columns) in enumerate(DOUBLE):
        events.append(event(f"d{number}", lead, kind, datetime.fromisoformat(moment), blank | columns))
    for number, (who, address, kind, moment) in enumerate(MINDS):
        columns = blank | {"email": address}
        events.append(event(f"m{number}", who or "", kind, datetime.fromisoformat(moment), columns))
    leads = [*("R1", "R2", "R3", "A1", "A2", "A3", "B1", "B2", "B3"), "S1", "C1"]
    leads += [*(f"G{number}" for number in range(1, 13)), *(f"D{number}" for number in range(1, 5))]
    then = dict.fromkeys(("created_at", "loaded_at"), datetime(2026, 1, 1))
    profiles: list[dict[str, Any]] = [
        {"lead_id": lead, "email": f"{lead.lower()}@home.example", "job_title": None} | then for lead in leads
    ]
    for lead, former in CHANGED:
        profiles[leads.index(lead)] |= former
        later = {"loaded_at": datetime(2026, 2, 20), "email": f"{lead.lower()}@work.example", "job_title": "Engineer"}
        profiles.append(profiles[leads.index(lead)] | later)
    merges = [
        {"merged_lead_id": gone, "surviving_lead_id": stays, "merged_at": at, "loaded_at": at}
        for gone, stays, at in MERGES
    ]
    return {"leads": profiles, "events": events, "lead_merges": merges}


@pytest.fixture(scope="module")
def lived(road: Road, tmp_path_factory: pytest.TempPathFactory) -> Road:
    """Every case, built as of 13 January; a test builds 2 March by a night."""
    road.load(write_world(tmp_path_factory.mktemp("people"), people(), MARCH_2.date()))
    road.build(date(2026, 1, 13), "--select", "+lead_scores", "+event_hygiene", "+unresolved_events")
    return road


def engagement(road: Road, pattern: str) -> dict[str, float | None]:
    """Engagement of the leads whose id begins so; of an excluded one None."""
    found = road.rows(
        f"select lead_id, engagement_score, is_excluded from marts.lead_scores where lead_id like '{pattern}%'"
    )
    return {lead: None if is_excluded else float(score) for lead, score, is_excluded in found}


def excluded(road: Road, *leads: str) -> set[str]:
    """Which of some leads are excluded."""
    return {lead for (lead,) in road.rows("select lead_id from marts.lead_scores where is_excluded")} & set(leads)


def test_a_student_and_a_competitor_are_excluded_while_they_are_and_who_unsubscribed(lived: Road) -> None:
    assert excluded(lived, "S1", "C1", "R1") == {"S1", "C1", "R1"}


def test_the_same_act_twice_within_seconds_is_one(lived: Road) -> None:
    assert engagement(lived, "D") == {"D1": 4.0, "D2": 4.0, "D3": 47.283779, "D4": 47.283779}
    hygiene = dict(lived.rows("select outcome, delivery_count from marts.event_hygiene"))
    assert hygiene["semantic_duplicate"] == 2 and hygiene["counted"] == 6 + 5


def test_scanners_earn_nothing_take_nobodys_place_and_exclude_nobody(lived: Road) -> None:
    lived.build(MARCH_2.date(), "--select", "+lead_scores", "+event_hygiene", "+unresolved_events")
    expected: dict[str, float | None] = {"G1": 2, "G2": 0, "G3": 2, "G4": 30, "G5": 30, "G6": 30, "G7": None}
    expected |= {"G8": 1, "G9": 2, "G10": 2, "G11": 2, "G12": None}
    assert engagement(lived, "G") == expected
    hygiene = dict(lived.rows("select outcome, delivery_count from marts.event_hygiene"))
    assert (hygiene["machine"], hygiene["unresolved"]) == (1 + 1 + 3 + 1 + 1 + 1 + 3 + 1, 1)
    assert lived.rows("select count(*) from marts.unresolved_events") == [(1,)]


def test_who_subscribes_again_is_scored_again(lived: Road) -> None:
    assert excluded(lived, "R1", "R2", "R3", "A1", "A2", "A3") == {"R3", "A1", "A2", "A3"}


def test_a_student_who_works_and_a_competitor_who_left_are_scored_from_then_on(lived: Road) -> None:
    assert excluded(lived, "S1", "C1") == set()


@pytest.mark.torture
def test_a_folder_of_rules_from_before_keeps_its_meaning(lived: Road) -> None:
    rules = lived.settings.warehouse.with_name("rules")  # where those of other files were
    former = Road(replace(lived.settings, rules=write_former_rules(rules)))
    former.build(MARCH_2.date(), "--select", "+lead_scores")
    assert engagement(former, "G2") == {"G2": 2.0}
    assert excluded(former, "R1") == {"R1"}
