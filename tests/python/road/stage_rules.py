"""The project's rules with changes of validity in the middle of the funnel's random world."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from leads.base.settings import PROJECT_DIR
from road import Road

# Instead of a date: the changed row comes beside the one it is made of.
BESIDE = "beside"
# seed, id column, id, what changes, from when on (empty: always); a rule without changes ends then
Change = tuple[str, str, str, dict[str, str], str]


def own_scales(model_id: str, grades: Sequence[float], bands: Sequence[float]) -> list[Change]:
    """Grades and bands of a model of its own, with these lower bounds of all but the lowest, beside those that others share."""
    letters: list[Change] = [
        ("grades", "grade", letter, {"model_id": model_id} | ({"lower_bound": str(bound)} if bound else {}), BESIDE)
        for letter, bound in (*zip("ABC", grades, strict=True), ("D", 0), ("?", 0))
    ]
    return letters + [
        ("bands", "band", band, {"model_id": model_id, "lower_bound": str(bound)}, BESIDE)
        for band, bound in (*zip("123", bands, strict=True), ("4", 0))
    ]


CHANGES: list[Change] = [
    ("stage_thresholds", "threshold_id", "mql_enter", {"threshold_value": "52.5"}, "2026-02-01"),
    ("stage_thresholds", "threshold_id", "mql_exit", {"threshold_value": "48"}, "2026-02-10"),
    ("recycle_reasons", "reason_id", "other", {"cool_down_days": "0"}, ""),
    ("recycle_reasons", "reason_id", "wrong_contact", {"cool_down_days": "0"}, ""),
    ("recycle_reasons", "reason_id", "duplicate", {"cool_down_days": "1"}, ""),
    ("recycle_reasons", "reason_id", "not_ready", {"cool_down_days": "0", "description": "is still not ready"}, "2026-01-20"),
    ("recycle_reasons", "reason_id", "no_response", {}, "2026-01-25"),
    *own_scales("b2c_standard", (70, 40, 20), (55, 25, 5)),
    ("grades", "grade", "C", {"mql_by_score": "true"}, "2026-02-01"),
    ("grades", "grade", "D", {"mql_by_hand_raise": "true"}, "2026-02-05"),
    ("grades", "grade", "A", {"mql_by_hand_raise": "false"}, ""),
    ("engagement_rules", "rule_id", "b2b_demo_request", {"window_days": "9"}, ""),
    ("engagement_rules", "rule_id", "b2b_contact_request", {"window_days": ""}, ""),
    ("engagement_rules", "rule_id", "b2c_contact_request", {}, "2026-02-15"),
    ("engagement_rules", "rule_id", "b2c_call", {"points": "12", "cap_count": "1"}, "2026-02-01"),
    ("scoring_models", "model_id", "b2c_standard", {"fit_weight": "0.70"}, "2026-02-01"),
    ("scoring_models", "model_id", "b2b_standard", {}, "2026-03-25"),
    ("exclusion_rules", "rule_id", "unsubscribed", {}, "2026-02-01"),
    ("exclusion_rules", "rule_id", "job_seeker_careers", {"window_days": "10"}, ""),
    ("fit_rules", "rule_id", "b2b_industry_core", {"tier": "0"}, "2026-02-01"),
]  # fmt: skip


def write_changed_rules(rules: Path, folder: Path, made: Iterable[Change] = CHANGES) -> Path:
    """Copy the rule seeds and make the changes; returns the folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for seed in sorted(rules.glob("*.csv")):
        with seed.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            header, rows = list(reader.fieldnames or ()), list(reader)
        for name, column, rule_id, changes, on in made:
            if name == seed.stem:
                rows = [changed for row in rows for changed in _change(row, row[column] == rule_id, changes, on)]
        with (folder / seed.name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, header, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def under_changed_rules(road: Road, made: Iterable[Change] = CHANGES) -> Road:
    """The same warehouse under the project's rules with these changes, for one file always in the same folder."""
    rules = write_changed_rules(PROJECT_DIR / "seeds" / "rules", road.settings.warehouse.with_name("rules"), made)
    return Road(replace(road.settings, rules=rules))


def _change(row: dict[str, str], is_meant: bool, changes: dict[str, str], on: str) -> list[dict[str, str]]:
    if not is_meant:
        return [row]
    if not on:
        return [row | changes]
    if on == BESIDE:
        return [row, row | changes]
    ended = row | {"valid_to": on}
    return [ended, row | changes | {"valid_from": on}] if changes else [ended]
