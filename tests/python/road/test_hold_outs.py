"""Who is held out follows from the id alone: about the share, the same at every run, and more of the same at a larger share."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import replace
from datetime import date
from functools import cache
from math import sqrt
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from leads.base.settings import PROJECT_DIR
from leads.cli import app
from portability import Project
from road import Road

END = date(2026, 6, 30)
LEADS = 20_000


@cache
def statement() -> str:
    """The model as Spark gets it; DuckDB has functions of the same names."""
    return Project(PROJECT_DIR).render(PROJECT_DIR / "models/intermediate/funnel/int_hold_outs.sql").sql


def held_out(share: float) -> set[str]:
    """The ids that the model holds out of so many."""
    with duckdb.connect() as con:
        con.execute(
            "create table int_stage_history as select 'L' || number as lead_id, 2 as stay_no, 1 as cycle_no, 'mql' as stage, "
            f"true as is_current, date '2026-03-01' as entered_on from range({LEADS}) as numbers (number)"
        )
        con.execute("create table funnel_stages as select 'mql' as stage, true as is_hand_over")
        con.execute(
            "create table stage_thresholds as select 'hold_out_share' as threshold_id, ?::decimal(9, 2) as threshold_value, "
            "date '2000-01-01' as valid_from, null::date as valid_to",
            [share],
        )
        rows = con.execute(f"select lead_id from ({statement()}) where is_held_out").fetchall()
    return {row[0] for row in rows}


def test_about_the_share_is_held_out_and_a_larger_share_holds_out_the_same_and_more() -> None:
    before: set[str] = set()
    for share in (0.01, 0.1, 0.2, 0.5):
        found = held_out(share)
        assert abs(len(found) - share * LEADS) < 4 * sqrt(LEADS * share * (1 - share))
        assert before <= found
        before = found


def test_an_engine_of_its_own_would_hold_out_the_same() -> None:
    def share(lead_id: str) -> float:
        return int(hashlib.md5(f"hold_out:{lead_id}".encode()).hexdigest()[:6], 16) / 16**6

    assert held_out(0.1) == {lead_id for lead_id in (f"L{number}" for number in range(LEADS)) if share(lead_id) < 0.1}
    assert held_out(0) == set()


@pytest.mark.torture
def test_a_world_with_a_hold_out_hands_over_the_others_and_measures_both(road: Road, tmp_path: Path) -> None:
    given = ["generate", "--leads", "1500", "--end-date", str(END), "--output", str(tmp_path / "world")]
    assert CliRunner().invoke(app, given).exit_code == 0
    shutil.copytree(PROJECT_DIR / "seeds" / "rules", tmp_path / "rules")
    with (tmp_path / "rules" / "stage_thresholds.csv").open("a") as file:
        file.write("hold_out_share,0.3,share,sales_ops,What is scoring worth,2000-01-01,2026-06-01\n")
        file.write("hold_out_share,0.5,share,sales_ops,What is scoring worth,2026-06-01,\n")
    made = Road(replace(road.settings, rules=tmp_path / "rules"))
    made.load(tmp_path / "world" / "mapping.yml")
    made.build(
        END, "--select", "+lead_payloads", "+hold_out_results", "assert_who_is_held_out_is_told_to_nobody", tests=True
    )
    [(stays, out, now)] = made.rows(
        "select count(*), count_if(is_held_out), count_if(is_held_out and is_current) from intermediate.int_hold_outs"
    )
    assert 0.2 * stays < out < 0.45 * stays and now > 0
    assert made.rows("select count(*) from marts.mql_sla") == [(stays - out,)]
    [(payloads, leads)] = made.rows(
        "select (select count(*) from activation.lead_payloads), (select count(*) from marts.lead_scores)"
    )
    assert payloads == leads - now
    results = made.rows(
        "select handed_over_leads, held_out_leads, rate_difference, difference_low, difference_high from marts.hold_out_results"
    )
    assert results and all(low <= difference <= high for *_, difference, low, high in results if difference is not None)
    assert sum(handed + held for handed, held, *_ in results) > 20
