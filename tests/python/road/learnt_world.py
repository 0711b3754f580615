"""A small world of companies whose deals follow from what is known of them: files, a mapping and rules of one conversion."""

from __future__ import annotations

import csv
import math
import random
import shutil
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from leads.base.settings import PROJECT_DIR

FIRST, TODAY = date(2026, 1, 1), date(2026, 6, 1)
MAPPING = """
tables:
  leads:
    files: leads.csv
    constants: {audience: b2b}
    columns: {lead_id: lead_id, source: source, created_at: created_at, loaded_at: created_at, attributes: {staff: staff, region: region}}
  events:
    files: events.csv
    columns: {event_id: event_id, lead_id: lead_id, event_type: event_type, occurred_at: occurred_at, loaded_at: occurred_at}
  opportunities:
    files: deals.csv
    constants: {stage: won, is_closed: true, is_won: true}
    columns: {opportunity_id: lead_id, lead_id: lead_id, created_at: won_at, closed_at: won_at, loaded_at: won_at}
"""
CONVERSION = (
    "conversion_id,audience,signal,event_type,stage,horizon_days,landmarks,landmark_event_type,look_back_days,"
    "is_repeatable,owner,why\ndeal,b2b,won_deal,,,45,monthly,,,false,sales,Deals are signed within weeks\n"
)


def write_world(folder: Path, leads: int = 900) -> Path:
    """Write files and mapping. Source, staff (also odd values) and webinars tell who buys; region and visits do not."""
    dice = random.Random(5)
    people, events, deals = [], [], []
    for number in range(leads):
        lead_id = f"lead-{number:04}"
        created = datetime.combine(FIRST + timedelta(days=dice.randrange(0, 110)), datetime.min.time(), None)
        source = dice.choice(["Fair", "fair ", "search", "list", ""])
        staff = dice.choice([str(int(10 ** dice.uniform(0.5, 3.5))), str(int(10 ** dice.uniform(0.5, 3.5))), ""])
        people.append((lead_id, source, staff, dice.choice(["north", "south"]), created))
        acts = [
            (kind, dice.randrange(1, 150))
            for kind in ("webinar_attended", "page_visit")
            for _ in range(dice.randrange(0, 4))
        ]
        for place, (kind, after) in enumerate(acts):
            events.append((f"{lead_id}-{place}", lead_id, kind, created + timedelta(days=after, hours=place)))
        webinars = [after for kind, after in acts if kind == "webinar_attended"]
        odds = (
            -2.2
            + 1.4 * (source.strip().lower() == "fair")
            + 1.1 * (staff != "" and float(staff) >= 200)
            + 0.7 * len(webinars)
        )
        if dice.random() < 1 / (1 + math.exp(-odds)):
            deals.append((lead_id, created + timedelta(days=max([20, *webinars]) + dice.randrange(5, 40))))
    _write(folder / "leads.csv", ("lead_id", "source", "staff", "region", "created_at"), people)
    _write(folder / "events.csv", ("event_id", "lead_id", "event_type", "occurred_at"), events)
    _write(folder / "deals.csv", ("lead_id", "won_at"), deals)
    mapping = folder / "mapping.yml"
    mapping.write_text(MAPPING)
    return mapping


def write_rules(folder: Path) -> Path:
    """The shipped rules with one conversion."""
    shutil.copytree(PROJECT_DIR / "seeds" / "rules", folder)
    (folder / "conversion_rules.csv").write_text(CONVERSION)
    return folder


def _write(path: Path, header: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
