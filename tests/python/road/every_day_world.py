"""Random worlds and rules in which a score may rise or fall, or a gate move, for any reason that there is.

The stage world (cycles, cool-downs, overrides, changes of profile and audience) with more that lowers scores and with clicks of
machines, under the project's rules with what a date can change changed: points of either sign in one group, windows, decays,
versions, caps and floors, thresholds, bands, grades, weights and exclusions.
"""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

from leads.base.settings import PROJECT_DIR
from stage_rules import Change
from stage_world import FIRST_DAY, LAST_DATE, stage_tables
from world_files import write_world

DAYS_AHEAD = 90
LOWERING = ["careers_visit", "careers_visit", "careers_visit", "unsubscribed"]
DECAYS = [("none", ""), ("linear", "9"), ("linear", "40"), ("exponential", "7"), ("exponential", "30")]


def write_every_day_world(folder: Path, cells: int, seed: int) -> Path:
    """Write the world as JSON lines with its mapping; returns the mapping's folder."""
    chance = random.Random(seed)
    tables = stage_tables(cells, seed)
    for person in sorted({row["lead_id"] for row in tables["leads"]}):
        for number in range(chance.choice([0, 0, 1, 2, 4])):
            when = FIRST_DAY + timedelta(days=chance.randrange(120), hours=chance.randrange(24))
            lowering = {"event_id": f"F{person}{number}", "event_type": chance.choice(LOWERING), "lead_id": person}
            tables["events"].append(lowering | {"occurred_at": when, "loaded_at": when})
            sent = {"message_id": f"m{person}{number}", "lead_id": person, "loaded_at": when}
            for event_type, seconds in (("email_delivered", 0), ("email_click", chance.choice([0, 1, 2, 60]))):
                happened = {"occurred_at": when + timedelta(seconds=seconds), "event_type": event_type}
                tables["events"].append({"event_id": f"G{person}{number}{event_type}"} | sent | happened)
    return write_world(folder, tables, LAST_DATE)


def every_day_changes(seed: int) -> list[Change]:
    """Changes of rules, drawn: about half of the rules of engagement and most else that is dated."""
    chance = random.Random(seed)

    def day() -> str:
        return str(FIRST_DAY.date() + timedelta(days=chance.randrange(20, 150)))

    def own(seed_name: str, column: str, share: float) -> list[str]:
        with (PROJECT_DIR / "seeds" / "rules" / f"{seed_name}.csv").open(encoding="utf-8", newline="") as file:
            ids = sorted({row[column] for row in csv.DictReader(file) if not row["valid_to"]})
        return [name for name in ids if chance.random() < share]

    made: list[Change] = []
    for rule_id in own("engagement_rules", "rule_id", 0.55):
        decay, decay_days = chance.choice(DECAYS)
        drawn = {"decay": decay, "decay_days": decay_days, "window_days": chance.choice(["", "5", "12", "45", "90"])}
        if chance.random() < 0.6:
            drawn["points"] = chance.choice(["-9", "-4", "3", "12", "28", "33.33"])
        ends = chance.random() < 0.15
        made.append(
            (
                "engagement_rules",
                "rule_id",
                rule_id,
                {} if ends else drawn,
                day() if ends else chance.choice(["", day()]),
            )
        )
    for group_id in own("engagement_groups", "group_id", 0.7):
        drawn = {"cap": chance.choice(["5", "30", "55"]), "floor": chance.choice(["0", "-8", "-25"])}
        made.append(("engagement_groups", "group_id", group_id, drawn, chance.choice(["", day(), day()])))
    made += [
        ("stage_thresholds", "threshold_id", "mql_enter", {"threshold_value": chance.choice(["45", "52.5", "66"])}, day()),
        ("stage_thresholds", "threshold_id", "mql_exit", {"threshold_value": chance.choice(["20", "38.5", "44"])}, day()),
        ("stage_thresholds", "threshold_id", "mql_cool_down_days", {"threshold_value": "11"}, day()),
        ("bands", "band", "2", {"lower_bound": "22.5"}, "2026-02-03"),
        ("grades", "grade", "B", {"lower_bound": "61"}, day()),
        ("grades", "grade", "C", {"mql_by_score": "true"}, day()),
        ("grades", "grade", "?", {"mql_by_hand_raise": "false"}, day()),
        ("scoring_models", "model_id", "b2c_standard", {"fit_weight": "0.70"}, day()),
        ("scoring_models", "model_id", "b2b_standard", {"fit_weight": "0.20"}, day()),
        ("exclusion_rules", "rule_id", "unsubscribed", {"window_days": "12"}, chance.choice(["", day()])),
        ("exclusion_rules", "rule_id", "job_seeker_careers", {"window_days": "10", "min_days": "1"}, day()),
        ("exclusion_rules", "rule_id", "internal_domain", {}, day()),
        ("exclusion_rules", "rule_id", "student_title", {"value": "clerk"}, day()),
    ]  # fmt: skip
    for rule_id in own("fit_rules", "rule_id", 0.2):
        made.append(("fit_rules", "rule_id", rule_id, {"tier": chance.choice(["-60", "0", "100"])}, day()))
    for reason_id in own("recycle_reasons", "reason_id", 0.5):
        made.append(
            ("recycle_reasons", "reason_id", reason_id, {"cool_down_days": chance.choice(["0", "3", "20"])}, "")
        )
    return made


def days_between(first: date, number: int) -> list[date]:
    """The first date and so many that follow it."""
    return [first + timedelta(days=day) for day in range(number + 1)]
