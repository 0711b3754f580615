"""`leads explain` shows the ledger in words and adds up."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from crafted_warehouse import Run, words_of


def test_header_tells_score_trend_and_next_step(run: Run, warehouse: Path) -> None:
    code, out, _ = run("--warehouse", warehouse, "explain", "L1")
    told = words_of(out)
    assert code == 0
    assert "Lead score 61.0 of 100" in told
    assert "grade A: an excellent match; 75 % known" in told
    assert "band 2: active" in told
    assert "improving (7 days ago 40.0, 30 days ago 12.5, now 46.5)" in told
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
    assert "too new to tell" in out
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
