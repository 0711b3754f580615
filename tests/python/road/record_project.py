"""The nodes of the record as a project of their own: what it publishes and keeps is the real code, what it reads are stand-ins."""

from __future__ import annotations

import shutil
from pathlib import Path

import yaml

from leads.base.project_yaml import read_project_yaml
from leads.base.settings import PROJECT_DIR, Settings
from road import Road

REAL = (
    "dbt_project.yml",
    "profiles.yml",
    "macros",
    "snapshots",
    "tests/generic",
    "tests/record",
    "models/groups.yml",
    "models/staging/raw/_raw__sources.yml",
    "models/staging/sync/_sync__sources.yml",
    *(
        f"models/{name}{ending}"
        for name in (
            "marts/funnel/stage_publications",
            "marts/funnel/lead_stages_current",
            "intermediate/identity/int_lead_profiles_standing",
            "intermediate/facts/int_accounts_standing",
        )
        for ending in (".sql", ".yml")
    ),
)
UNCONTRACTED = "{{ config(contract={'enforced': false}) }}"


def periods_of(columns: str) -> str:
    """A select of texts with a period, without rows."""
    texts = ", ".join(f"cast(null as varchar) as {column}" for column in columns.split())
    return f"select {texts}, cast(null as date) as valid_from_on, cast(null as date) as valid_to_on where false"


# The tests write the histories and profiles they mean.
STAND_INS = {
    "intermediate/rules/int_ruleset": "select 'r1' as ruleset_version",
    "marts/funnel/lead_stage_history": f"{UNCONTRACTED} select 1 as lead_id",
    "marts/scoring/lead_scores": f"{UNCONTRACTED} select 1 as lead_id",
    "intermediate/identity/int_lead_profiles": periods_of(
        "lead_id account_id email_key phone full_name audience job_title seniority department country postal_code source "
        "campaign attributes"
    ),
    "intermediate/facts/int_accounts_located": periods_of(
        "account_id name domain industry postal_code country attributes annual_revenue employee_count service_center_count "
        "founded_year is_minority_owned"
    ),
}


def write_record_project(folder: Path) -> Road:
    """Write the project into a folder; returns the road to its warehouse."""
    for name in REAL:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (PROJECT_DIR / name).is_dir() else shutil.copy
        copy(PROJECT_DIR / name, folder / name)
    for file in (folder / "models").rglob("*.yml"):
        # Unit tests name further parents, and are run with the real project.
        kept = {key: value for key, value in read_project_yaml(file).items() if key != "unit_tests"}
        file.write_text(yaml.safe_dump(kept), encoding="utf-8")
    for name, query in STAND_INS.items():
        place = folder / f"models/{name}.sql"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(query, encoding="utf-8")
    (folder / "rules").mkdir()
    return Road(Settings(folder / "warehouse.duckdb", folder / "rules", None, project_dir=folder))
