"""Reading the warehouse and the seeds, and the helpers for hunting differences."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from .explain import differences, explain_difference
from .facts import fetch_facts
from .rules import Seeds
from .samples import write_csv
from .score import score_leads

ON = date(2026, 1, 10)


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    """A warehouse with two of the raw tables, and not all of their columns."""
    made = duckdb.connect()
    made.execute("create schema raw")
    made.execute("create table raw.leads (loaded_at timestamp, lead_id varchar, audience varchar)")
    made.execute(
        "insert into raw.leads values ('2025-01-01', 'ann', 'b2c'), (null, 'bob', null), ('2026-01-11', 'cat', null)"
    )
    made.execute(
        "create table raw.events"
        " (event_id varchar, lead_id varchar, event_type varchar, occurred_at timestamp, loaded_at timestamp)"
    )
    made.execute("insert into raw.events values ('e', 'ann', 'call', '2026-01-10 23:59:59.999999', '2026-01-10')")
    made.execute(
        "insert into raw.events values ('f', 'ann', 'call', '2026-01-11', '2026-01-10'), (null, 'ann', 'call', null, null)"
    )
    return made


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A model of one rule that ends on 11 January."""
    write_csv(
        tmp_path / "scoring_models.csv", "model_id,audience,status,fit_weight", "m,b2c,active,0.5", "n,b2c,candidate,1"
    )
    write_csv(
        tmp_path / "engagement_rules.csv",
        "rule_id,model_id,group_id,event_type,points,decay,valid_from,valid_to",
        "r,m,g,call,12.5,none,2026-01-10,2026-01-11",
        "s,n,g,call,99,none,,",
    )
    return tmp_path


def test_missing_tables_and_columns_are_empty(con: duckdb.DuckDBPyConnection) -> None:
    facts = fetch_facts(con)
    assert facts.tables["orders"] == []
    assert facts.tables["leads"][0]["email"] is None
    assert [row["event_id"] for row in facts.visible("events", ON)] == ["e"]
    assert [row["lead_id"] for row in facts.visible("leads", ON)] == ["ann"]


def test_rules_are_valid_from_their_first_day_until_before_their_last(rules: Path) -> None:
    found = Seeds.read(rules)
    assert [len(found.valid("engagement_rules", date(2026, 1, day))) for day in (9, 10, 11)] == [1, 2, 1]
    assert found.rows("no_such_seed") == ()


def test_scores_come_from_the_warehouse_and_the_folder(con: duckdb.DuckDBPyConnection, rules: Path) -> None:
    scores = score_leads(con, rules, rules / "none", ON)
    assert list(scores) == ["ann"]
    assert (scores["ann"]["model_id"], scores["ann"]["engagement_score"]) == ("m", Decimal("12.5"))


def test_a_difference_is_found_and_explained(con: duckdb.DuckDBPyConnection, rules: Path) -> None:
    built = score_leads(con, rules, rules, ON)["ann"]
    assert differences(built, built | {"engagement_score": 12.50009, "engagement_band": None}) == []
    assert differences(built, built | {"engagement_score": 12.5002}) == [
        "engagement_score: oracle Decimal('12.500000'), build 12.5002"
    ]
    told = explain_difference("ann", built | {"trend": None}, con, rules, rules, ON)
    assert "trend: oracle 'improving', build None" in told
    assert "engagement rule r: 12.500000" in told
    assert "events call counted: 1" in told
