"""What former versions built and nothing builds any more goes with the next build; what others keep there stays."""

from __future__ import annotations

import re

from leads.base.settings import PROJECT_DIR
from published import DAY
from road import Road

MACRO = (PROJECT_DIR / "macros/runs/drop_retired_models.sql").read_text(encoding="utf-8")
RETIRED = re.findall(r"'((?:int|stg)_\w+)'", MACRO)


def test_no_model_is_called_as_a_retired_one() -> None:
    assert len(RETIRED) > 15
    assert not set(RETIRED) & {path.stem for path in (PROJECT_DIR / "models").rglob("*.sql")}


def test_tables_of_retired_models_go_and_others_stay(road: Road) -> None:
    road.execute(
        "create schema intermediate",
        "create schema staging",
        "create table intermediate.int_lead_revenues as select 'L1' as lead_id",
        "create view staging.stg_raw__loaded_files as select 1 as one",
        "create table intermediate.int_of_mine as select 1 as one",
    )
    road.build(DAY, "--select", "+int_scoring_models")
    kept = "select table_name from information_schema.tables where table_name in ($$int_lead_revenues$$, $$int_of_mine$$, $$stg_raw__loaded_files$$)"
    assert road.rows(kept) == [("int_of_mine",)]
