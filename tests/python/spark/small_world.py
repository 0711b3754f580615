"""The smallest world in which every mart has rows: the colliding one, and what it lacks."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from colliding_world import colliding_tables
from leads.base.settings import PROJECT_DIR
from stage_rules import write_changed_rules
from world_files import Tables

# As few as fill every mart.
GROUPS, SEED = 12, 5
# The history needs a first of a month, on which leads are looked back at once their ninety days have passed; and months before and
# after it: what is calibrated is tested on a later month, and a habit learns from what had passed when its month began.
NIGHTS = [date(2026, 2, 1), date(2026, 2, 2)]
OTHER_MONTHS = [date(2026, 1, 1), date(2026, 6, 1)]
MONTHS_LATER = date(2026, 8, 30)
# Where a row may be marked as deleted at its source.
DELETABLE = ("leads", "accounts", "identity_links", "lead_merges", "sales_activities", "opportunities", "orders",
             "survey_responses", "score_overrides", "campaign_costs")  # fmt: skip
# The state of `leads sync`, which knows no Spark: written here as its copy would be.
STATE_OF_SYNC = [
    "insert into sync.ledger values ('crm', 'L000A', timestamp '2026-01-31 06:00:00', 1)",
    "insert into sync.inflight values ('crm', 'L001A', timestamp '2026-02-01 06:00:00', 2)",
    "insert into sync.rejects values ('crm', 'gone', 'no such person', 2, timestamp '2026-01-31 06:00:00',"
    " timestamp '2026-02-01 06:00:00', null, 2)",
    "insert into sync.runs values (1, 'crm', 1, 'r', 3, 2, 1, 4, 'partly rejected', timestamp '2026-01-31 06:00:00',"
    " timestamp '2026-01-31 06:01:30')",
]


def write_small_rules(folder: Path) -> Path:
    """The project's rules, which calibrate by as few outcomes as there are here and hold half of the hand-overs out; returns the folder."""
    few = ("stage_thresholds", "threshold_id", "calibration_min_outcomes", {"threshold_value": "1"}, "")
    rules = write_changed_rules(PROJECT_DIR / "seeds" / "rules", folder, [few])
    with (rules / "stage_thresholds.csv").open("a", encoding="utf-8") as file:
        file.write("hold_out_share,0.5,share,sales_ops,What scoring is worth,2000-01-01,\n")
    return rules


def small_tables(groups: int, seed: int) -> Tables:
    """The rows of the world."""
    chance = random.Random(seed)
    tables = colliding_tables(groups, seed)
    tables["campaign_costs"] = [_cost(chance, day) for day in range(40)]
    tables["survey_responses"] += [_answer(chance, number) for number in range(24)]
    for number, lead in enumerate(tables["leads"]):
        lead["source"] = ("web", "Fair", None)[number % 3]
        lead["campaign"] = ("spring", None)[number % 2]
    landed = datetime.combine(NIGHTS[0], datetime.min.time())
    tables["events"].append(
        {"event_id": "E!", "lead_id": "L000A", "event_type": "call", "occurred_at": "soon", "loaded_at": landed}
    )
    tables["leads"].append({"lead_id": "NULL", "email": "n/a", "loaded_at": landed})
    return tables


def deleted_again(tables: Tables, known: Tables) -> None:
    """To the deliveries of a night every seventh row of those before once more, marked as deleted that day."""
    gone_at = datetime.combine(NIGHTS[1], datetime.min.time()) + timedelta(hours=2)
    for name in DELETABLE:
        tables[name] += [{**row, "deleted_at": gone_at, "loaded_at": gone_at} for row in known[name][3::7]]


def _cost(chance: random.Random, day: int) -> dict[str, Any]:
    spent_on = date(2025, 12, 25) + timedelta(days=day)
    return {
        "campaign": chance.choice(["spring", "Spring ", None]), "source": chance.choice(["web", "fair", "nobody"]),
        "cost_date": spent_on, "amount": chance.choice([10, 12.34, None]),
        "loaded_at": datetime.combine(spent_on, datetime.min.time()) + timedelta(hours=30),
    }  # fmt: skip


def _answer(chance: random.Random, number: int) -> dict[str, Any]:
    """An answer of the staff, who are a kind of their own in the seeds and whose few answers are kept back."""
    when = datetime(2026, 1, 5 + number, 9)
    return {
        "response_id": f"RS{number}", "respondent_id": f"staff{number % 7}", "population": "employee",
        "survey_kind": chance.choice(["enps", "pulse"]), "survey_id": "winter", "question_id": f"q{number % 12}",
        "score": chance.choice([1, 3, 5, 9, 11, None]), "occurred_at": when, "loaded_at": when + timedelta(hours=15),
    }  # fmt: skip
