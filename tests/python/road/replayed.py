"""A crowded world under rules that change on its last days, and what its history says, as rows and for each lead and date."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from crowded_world import LAST_DATE, write_crowded_world
from leads.base.settings import PROJECT_DIR, Settings
from leads.base.warehouse import connect, replay_of
from leads.replay.request import Request
from leads.replay.run import Summary, run_replay
from oracle.explain import differences
from oracle.score import Scorer
from oracle.world import Inputs
from road import Road
from stage_rules import Change, under_changed_rules

FIRST_DATE = date(2025, 12, 30)
DAY = timedelta(days=1)
# Dates before, between and after the changes of rules.
DATES = [date(2026, 1, 4), date(2026, 1, 19), date(2026, 2, 1), LAST_DATE]
MAIN = "import sys; from leads.cli import main; sys.argv[0] = 'leads'; main()"
# On the last three days something of every seed that a score depends on changes.
CHANGES: list[Change] = [
    ("bands", "band", "3", {"lower_bound": "8"}, "2026-02-09"),
    ("grades", "grade", "C", {"lower_bound": "20"}, "2026-02-09"),
    ("priority_matrix", "cell_id", "prospect_good_warm", {"segment": "nurture"}, "2026-02-10"),
    ("lifecycle_rules", "rule_id", "advocate", {"min_purchases": "1", "min_tenure_days": "0"}, ""),
    ("lifecycle_rules", "rule_id", "new_customer", {"max_tenure_days": "12"}, "2026-02-09"),
    ("survey_scales", "survey_kind", "nps", {"scale_high": "9"}, "2026-02-10"),
    ("engagement_rules", "rule_id", "b2b_call", {"window_days": "20"}, ""),
    (
        "engagement_rules",
        "rule_id",
        "b2c_call",
        {"points": "12", "window_days": "9", "decay": "none", "decay_days": ""},
        "",
    ),
    ("engagement_rules", "rule_id", "b2c_demo_request", {"points": "33.33", "cap_count": "2"}, "2026-02-09"),
    ("engagement_groups", "group_id", "visits", {"cap": "9"}, "2026-02-10"),
    ("exclusion_rules", "rule_id", "unsubscribed", {}, "2026-02-09"),
    ("exclusion_rules", "rule_id", "job_seeker_careers", {"window_days": "10"}, ""),
    ("fit_rules", "rule_id", "b2b_industry_core", {"tier": "0"}, "2026-02-10"),
    ("scoring_models", "model_id", "b2c_standard", {"fit_weight": "0.70"}, "2026-02-09"),
]
COLUMNS = (
    "model_id, fit_grade, lifecycle_stage, segment, not_scored_reason, engagement_band, fit_score, engagement_score, "
    "lead_score, shadow_score"
)
IMPLIED = """
    select lead_id, days.day, {columns}
    from (select distinct lead_id from {table}) as leads
    cross join (select unnest($days) as day) as days
    inner join {table} as kept using (lead_id)
    anti join (from intermediate.int_lead_roots where root_lead_id <> lead_id) as merged
        on merged.lead_id = leads.lead_id and merged.valid_from_on <= days.day and days.day < merged.valid_to_on
    where kept.as_of_date <= days.day
    qualify row_number() over (partition by lead_id, days.day order by kept.as_of_date desc) = 1
"""


def crowded_road(road: Road, folder: Path, cells: int, seed: int) -> Road:
    """Load the world; returns the road with the rules that change."""
    road.load(write_crowded_world(folder / "world", cells=cells, seed=seed))
    return under_changed_rules(road, CHANGES)


def days(first: date, last: date) -> list[date]:
    """Every date from the first to the last."""
    return [first + number * DAY for number in range((last - first).days + 1)]


def build_each(road: Road, dates: Iterable[date]) -> None:
    """One build after the other, into a history that begins with them; the last date, the present, with every model."""
    for number, day in enumerate(dates):
        select = ["--select", "+lead_score_history"] if day != LAST_DATE else []
        road.build(day, *select)
        if number == 0:
            road.execute(f"delete from marts.lead_score_history where as_of_date <> date '{day}'")


def replay(settings: Settings, first: date, last: date, ruleset: str = "active") -> Summary:
    """Replay a range in this process."""
    return run_replay(settings, Request(first, last, ruleset))


def history(road: Road) -> list[tuple[Any, ...]]:
    """Every row of the history, whole."""
    return road.rows("from marts.lead_score_history order by lead_id, as_of_date")


def implied(
    road: Road, on: Iterable[date], table: str = "lead_score_history"
) -> dict[tuple[str, date], dict[str, Any]]:
    """What the history says of each lead that is there on these dates: its row of the day, else the last one before."""
    with connect(road.settings.warehouse, read_only=True) as con:
        cursor = con.execute(IMPLIED.format(table=f"marts.{table}", columns=COLUMNS), {"days": list(on)})
        names = COLUMNS.split(", ")
        return {(row[0], row[1]): dict(zip(names, row[2:], strict=True)) for row in cursor.fetchall()}


def assert_replay_agrees(road: Road, inputs: Inputs, dates: list[date]) -> None:
    """What the history says of each lead on these dates is what the independent calculation says."""
    told = implied(road, dates)
    for day in dates:
        scorer = Scorer(inputs, day)
        assert scorer.now.leads
        for lead_id in scorer.now.leads:
            expected = {name: value for name, value in scorer.score(lead_id).items() if name in COLUMNS.split(", ")}
            assert not differences(expected, told[lead_id, day]), (lead_id, day)


def everything_but(road: Road, mart: str) -> dict[str, tuple[Any, ...]]:
    """Rows and their hash of every table of the warehouse but one."""
    named = "select schema_name || '.' || table_name from duckdb_tables() where not temporary order by 1"
    tables = [table for (table,) in road.rows(named) if table != f"marts.{mart}"]
    return {
        table: road.rows(f"select count(*), bit_xor(hash(kept)), sum(hash(kept)) from {table} as kept")[0]
        for table in tables
    }


def project_with_fault(folder: Path, name: str, right: str, wrong: str) -> Path:
    """A copy of the project with one line of a model or macro made wrong; returns its folder."""
    shutil.copytree(PROJECT_DIR / "tests", folder / "tests", ignore=shutil.ignore_patterns("python"))
    for part in ("models", "macros", "seeds", "snapshots", "analyses"):
        shutil.copytree(PROJECT_DIR / part, folder / part)
    for part in ("dbt_project.yml", "profiles.yml"):
        shutil.copy(PROJECT_DIR / part, folder / part)
    (file,) = folder.glob(f"m*/**/{name}.sql")
    text = file.read_text(encoding="utf-8")
    assert text.count(right) == 1, f"{name} no longer holds {right!r} once"
    file.write_text(text.replace(right, wrong), encoding="utf-8")
    return folder


def replayed_by(project: Path, road: Road, first: date, last: date) -> list[tuple[Any, ...]]:
    """The history of a range by another copy of the project, from nothing."""
    road.execute("delete from marts.lead_score_history")
    replay(replace(road.settings, project_dir=project), first, last)
    return history(road)


def command(road: Road, first: date, last: date) -> list[str]:
    """A replay as another process runs it."""
    settings = ["--warehouse", str(road.settings.warehouse), "--rules", str(road.settings.rules)]
    return [sys.executable, "-c", MAIN, *settings, "replay", "--from", str(first), "--to", str(last)]


def kill_after(road: Road, first: date, last: date, seconds: float) -> bool:
    """Start a replay and kill it some seconds after its scratch file is there; whether it was still running."""
    scratch = replay_of(road.settings.warehouse)
    running = subprocess.Popen(command(road, first, last), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not scratch.exists() and running.poll() is None:
        time.sleep(0.05)
    time.sleep(seconds)
    running.kill()
    return running.wait() == -9
