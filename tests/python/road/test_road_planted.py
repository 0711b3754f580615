"""The whole chain on generated worlds: files, build, leads learn, and the learnt rules built again; with a signal and without."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leads.base.settings import PROJECT_DIR
from leads.cli import app
from road import Road

END = date(2026, 6, 30)
READ = ("+int_lead_landmarks", "+int_scores_today")


def learn(road: Road, folder: Path, outcomes: str) -> tuple[int, str, Path]:
    """Generate a world, build it by the shipped rules with the conversion that fits, and learn: exit code, output, rules."""
    world, rules = folder / "world", folder / "rules"
    given = ["generate", "--leads", "4000", "--end-date", str(END), "--outcomes", outcomes, "--output", str(world)]
    result = CliRunner().invoke(app, given)
    assert result.exit_code == 0, result.output
    shutil.copytree(PROJECT_DIR / "seeds" / "rules", rules)
    shutil.copyfile(world / "truth" / "conversion_rules.csv", rules / "conversion_rules.csv")
    made = Road(replace(road.settings, warehouse=folder / f"{outcomes}.duckdb", rules=rules))
    made.load(world / "mapping.yml")
    made.build(END, "--select", *READ)
    options = ["--warehouse", str(made.settings.warehouse), "--rules", str(rules), "--as-of-date", str(END)]
    result = CliRunner().invoke(app, [*options, "learn", "--output", str(folder / "learnt")])
    return result.exit_code, result.output, folder / "learnt"


@pytest.mark.torture
def test_learnt_rows_have_the_planted_order_and_leaks_are_named(road: Road, tmp_path: Path) -> None:
    code, output, learnt = learn(road, tmp_path, "planted")
    assert code == 0, output
    with (tmp_path / "world" / "truth" / "leaks.csv").open(newline="") as file:
        leaks = [row["attribute"] for row in csv.DictReader(file)]
    assert all(f"The attribute '{name}' is" in output for name in leaks)
    with (learnt / "fit_rules.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["model_id"] == "b2b_learnt"]
    assert {row["attribute"] for row in rows} == {"source", "staff", "sector"}
    tiers = {value: int(row["tier"]) for row in rows if row["operator"] == "in" for value in row["value"].split("|")}
    assert tiers["list"] == 0 < tiers["search"] < tiers["trade_show"] < tiers["referral"] == 100
    assert tiers["education"] == 0 < tiers["retail"] == tiers["machinery"] < tiers["chemistry"] == 100
    with (learnt / "engagement_rules.csv").open(newline="") as file:
        acts = {row["event_type"]: row for row in csv.DictReader(file) if row["model_id"] == "b2b_learnt"}
    assert set(acts) == {"webinar_attended", "asset_download"}
    ratio = float(acts["webinar_attended"]["points"]) / float(acts["asset_download"]["points"])
    assert 1.6 < ratio < 3.0  # planted: 1.1 / 0.5
    # Half-lives are tried in seven steps; of events that tell less the planted one or its neighbour is found.
    assert acts["webinar_attended"]["decay_days"] == "30" and acts["asset_download"]["decay_days"] in ("30", "60", "90")


@pytest.mark.torture
def test_chance_gives_no_model_and_the_exit_code_says_so(road: Road, tmp_path: Path) -> None:
    code, output, learnt = learn(road, tmp_path, "chance")
    assert code == 6 and "does not tell who converts" in " ".join(output.split()) and not learnt.exists()
