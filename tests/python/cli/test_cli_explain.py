"""`leads explain` shows the ledger in words and adds up."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from crafted_warehouse import Run, words_of


def test_header_tells_score_trend_and_next_step(run: Run, warehouse: Path) -> None:
    code, out, _ = run("--warehouse", warehouse, "explain", "L1")
    told = words_of(out)
    assert code == 0
    assert "Lead score 61.0 of 100" in told
    assert "grade A: an excellent match; 75 % known" in told
    assert "band 2: active" in told
    assert "Trend rising since last week (40.0 to 46.5; 30 days ago 12.5)" in told
    assert "Lead score 61.0 of 100 fit and engagement multiplied (geometric mean), fit weighs 30 % Fit 80.0" in told
    assert "Last engaged 2026-06-28" in told
    assert "Call within one day" in told
    assert "- requested a demo" in told
    assert "- revenue is not known" in told


def test_points_are_shown_by_group_and_sum_to_the_scores(run: Run, warehouse: Path) -> None:
    _, out, _ = run("--warehouse", warehouse, "explain", "L1")
    told = words_of(out)
    assert "industry retail [b] matches +80.0 80.0" in told
    assert "annual revenue - not known 0.0 20.0" in told
    assert "requests +40.0 requested a demo 2 times, last on 2026-06-28 +60.0 +45.0" in told
    assert "requests counts at most 40 -5.0 web +1.5" in told
    assert "correction by Kim: met at the fair (until 2026-07-31) +5.0" in told
    assert "Fit score 80.0" in told
    assert "Engagement score 46.5" in told
    assert "do not sum" not in told


def test_values_are_text_not_markup(run: Run, warehouse: Path) -> None:
    _, out, _ = run("--warehouse", warehouse, "explain", "L1")
    assert "retail [b]" in out


def test_a_ledger_that_does_not_sum_to_the_score_is_said(run: Run, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute("update marts.lead_scores set fit_score = 79 where lead_id = 'L1'")
    _, out, _ = run("--warehouse", warehouse, "explain", "L1")
    assert "The fit points above do not sum to the fit score" in words_of(out)


def test_an_excluded_lead_says_why(run: Run, warehouse: Path) -> None:
    code, out, _ = run("--warehouse", warehouse, "explain", "L3")
    assert code == 0
    assert "not scored: opt out. For reference only: it would score 31.6." in words_of(out)


def test_a_silent_lead_without_history_is_explained(run: Run, warehouse: Path) -> None:
    code, out, _ = run("--warehouse", warehouse, "explain", "L2")
    assert code == 0
    assert "Trend no score of a week ago" in words_of(out)
    assert "Lead score 0.0 of 100; too little is known of the profile Fit" in words_of(out)
    assert "nothing that earns points yet" in out


def test_json_carries_lead_ledger_and_totals(run: Run, warehouse: Path) -> None:
    code, out, _ = run("--warehouse", warehouse, "explain", "L1", "--json")
    document = json.loads(out)
    assert code == 0
    assert document["lead"]["lead_score"] == 61.0
    assert document["lead"]["as_of_date"] == "2026-06-30"
    assert document["totals"] == {"fit": 80.0, "engagement": 46.5}
    assert len(document["ledger"]) == 6


def test_an_unknown_lead_is_one_sentence_without_its_id(run: Run, warehouse: Path) -> None:
    code, out, err = run("--warehouse", warehouse, "explain", "jane@example.com")
    assert code == 6
    assert out == ""
    assert len(err.splitlines()) == 1
    assert "no such lead" in err
    assert "jane" not in err


def test_a_merged_lead_names_the_lead_that_survives_every_merge(run: Run, warehouse: Path) -> None:
    code, _, err = run("--warehouse", warehouse, "explain", "L8")
    assert code == 6
    assert err == "Lead L8 was merged into L1; explain that one.\n"
    assert "merged into C2" in run("--warehouse", warehouse, "explain", "C1")[2]


def test_a_lead_without_a_model_has_dashes_and_the_reason(run: Run, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute(
            "update marts.lead_scores set model_id = null, fit_grade = null, engagement_band = null, fit_score = null, "
            "fit_completeness = null, engagement_score = null, lead_score = null, shadow_score = null, "
            "not_scored_reason = 'no_active_model' where lead_id = 'L2'"
        )
    code, out, _ = run("--warehouse", warehouse, "explain", "L2")
    assert code == 0
    assert "not scored: no active model covers its audience. Lead score - Fit - Engagement - Trend -" in words_of(out)
    assert "None" not in out
    assert "Fit score" not in out


def test_the_weight_of_fit_is_left_out_when_the_rules_are_not_there(run: Run, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute("drop table rules.scoring_models")
    assert "geometric" not in run("--warehouse", warehouse, "explain", "L1")[1]


@pytest.mark.parametrize(
    ("trend", "month", "told"),
    [
        ("declining", "12.5", "falling since last week (40.0 to 46.5; 30 days ago 12.5)"),
        ("steady", "null", "steady (40.0 to 46.5) Last"),
    ],
)
def test_the_trend_is_told_with_its_numbers(run: Run, warehouse: Path, trend: str, month: str, told: str) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute(f"update marts.lead_scores set trend = '{trend}', engagement_30d_ago = {month}")
    assert f"Trend {told}" in words_of(run("--warehouse", warehouse, "explain", "L1")[1])


@pytest.mark.parametrize(
    ("attribute", "value", "status", "contribution", "told"),
    [
        ("distance_km", "12.50", "met", -4, "distance (km) 12.50 speaks against -4.0 20.0"),
        ("home_size_m2", "1234.50", "met", 5, "home size (m²) 1,234.5 partly +5.0 20.0"),
        ("annual_revenue", "1234567.00", "met", 20, "annual revenue 1,234,567 matches +20.0 20.0"),
        ("notice_days", "30", "not_met", 0, "notice (days) 30 no sign 0.0 20.0"),
        ("postal_code", "10115", "met", 0, "postal code 10115 no points 0.0 20.0"),
    ],
)
def test_an_attribute_is_told_with_unit_number_and_verdict(
    run: Run, warehouse: Path, attribute: str, value: str, status: str, contribution: int, told: str
) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute(
            "update marts.lead_score_ledger set entry_id = ?, attribute_value = ?, status = ?, contribution = ? "
            "where entry_id = 'annual_revenue'",
            [attribute, value, status, contribution],
        )
    assert told in words_of(run("--warehouse", warehouse, "explain", "L1")[1])


def test_corrections_come_in_the_order_they_are_made(run: Run, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as con:
        con.execute("""
            insert into marts.lead_score_ledger (lead_id, dimension, entry_type, entry_id, reason, contribution) values
            ('L1', 'engagement', 'override', 'override_cap', 'corrections count at most 25', 9),
            ('L1', 'engagement', 'adjustment', 'total_cap', 'engagement is at most 100.000000', -99)
        """)
    told = words_of(run("--warehouse", warehouse, "explain", "L1")[1])
    order = ["engagement is at most 100 -99.0", "correction by Kim", "corrections count at most 25 +9.0"]
    places = [told.index(words) for words in order]
    assert places == sorted(places)


def test_what_would_change_the_score_is_told(run: Run, warehouse: Path) -> None:
    told = words_of(run("--warehouse", warehouse, "explain", "L1")[1])
    assert "The next band is 13.5 engagement points away; it would be enough if the lead, once more, attended a" in told
    assert "To know industry could change grade A to A." in told
    assert "If nothing happens it leaves band 2 on 2026-07-15, in 15 days." in told
    silent = words_of(run("--warehouse", warehouse, "explain", "L2")[1])
    assert "10.0 engagement points away, more than any single activity gives." in silent
    assert "leaves band" not in silent


def test_why_the_score_moved_is_told_without_causes_that_did_not_act(run: Run, warehouse: Path) -> None:
    told = words_of(run("--warehouse", warehouse, "explain", "L1")[1])
    assert "Since 2026-06-23 by +12.50: new activity +20.25, decay -7.75." in told
    assert "Since 2026-06-29 by -0.50: decay -0.50." in told


def test_the_place_in_the_funnel_and_the_last_hand_over_are_told(run: Run, warehouse: Path) -> None:
    told = words_of(run("--warehouse", warehouse, "explain", "L1")[1])
    assert "Funnel mql since 2026-06-28: asked for a demonstration" in told
    assert "Hand-over 2026-06-28, due 2026-06-29 16:00 UTC: the answer is overdue" in told
    document = json.loads(run("--warehouse", warehouse, "explain", "L1", "--json")[1])
    assert document["stay"]["stage"] == "mql"
    assert document["hand_over"]["cycle_no"] == 2
    assert [row["from_date"] for row in document["changes"]] == ["2026-06-23", "2026-06-29"]


def test_without_the_funnel_marts_the_rest_is_explained(run: Run, warehouse: Path) -> None:
    with duckdb.connect(str(warehouse)) as con:
        for mart in ("lead_stage_history", "mql_sla", "lead_score_changes"):
            con.execute(f"drop table marts.{mart}")
    code, out, _ = run("--warehouse", warehouse, "explain", "L1")
    assert code == 0
    assert "Funnel" not in out


def test_the_chance_is_told_while_its_calibration_stands(run: Run, warehouse: Path) -> None:
    """A warehouse of a former version has no such columns, and nothing is told."""
    assert "Chance" not in run("--warehouse", warehouse, "explain", "L1")[1]
    with duckdb.connect(str(warehouse)) as con:
        con.execute(
            "create or replace table marts.lead_scores as select *, 'won_deal' as conversion_id, 0.123 as conversion_probability, "
            "0.08 as conversion_probability_low, 0.181 as conversion_probability_high, null::varchar as no_probability_reason from marts.lead_scores"
        )
    told = words_of(run("--warehouse", warehouse, "explain", "L1")[1])
    assert "Chance 12.3 % of leads with such a score convert (8.0 % to 18.1 %): won deal" in told
    with duckdb.connect(str(warehouse)) as con:
        con.execute("update marts.lead_scores set conversion_probability = null, no_probability_reason = 'drift'")
    assert "later months did not keep what was promised" in words_of(run("--warehouse", warehouse, "explain", "L1")[1])
