"""Each page on a published world: it shows what the marts have, and nothing that this reader may not see."""

from __future__ import annotations

import shutil
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from app_world import publish_untested
from leads.app.csv_text import csv_text
from leads.app.ledger_steps import ledger_steps
from leads.app.main import PAGES
from leads.base.marts import Row
from leads.base.settings import Settings
from leads.base.warehouse import connect
from leads.explain.explanation import DIMENSIONS, read_explanation
from leads.publish.layout import ANALYSTS, Layout
from opened_pages import opened, rows, tree_text, well

TITLES = {
    "lead": "No such lead",
    "today": "to work",
    "funnel": "MQLs this week",
    "return": "customers",
    "people": "traits with enough leads",
    "model": "leads scored, half of them above",
    "rules": "Rules: the rules as they are",
    "data": "events count",
}


def test_today_is_the_queue_in_order_and_by_owner(at_work: Settings) -> None:
    queue = rows(at_work, "select lead_id, owner_id from marts.sales_queue order by queue_position")
    text = tree_text(well(opened("today")))
    places = [text.index(f">{lead}</a>") for lead, _ in queue[:12]]
    assert queue and places == sorted(places)
    owner = next((owner for _, owner in queue if owner), None)
    app = well(opened("today", owner=owner or "nobody"))
    mine = [lead for lead, of in queue if of == owner]
    assert app.header[0].value.startswith(f"{len(mine)} to work")


def test_the_bars_of_every_lead_sum_to_its_scores(at_work: Settings) -> None:
    with connect(Layout(at_work.warehouse).served(ANALYSTS), read_only=True) as con:
        leads = [row[0] for row in con.execute("select lead_id from marts.lead_scores where lead_score > 0").fetchall()]
        assert len(leads) > 30
        for lead_id in leads:
            explanation = read_explanation(con, lead_id)
            for dimension in DIMENSIONS:
                *bars, total = ledger_steps(explanation, dimension, lambda row: str(row["entry_id"]))
                assert all(one["end"] == other["start"] for one, other in pairwise(bars))
                assert sum((bar["points"] for bar in bars), Decimal(0)) == (explanation.lead[f"{dimension}_score"] or 0)
                assert total["end"] == (bars[-1]["end"] if bars else 0)


def test_a_lead_is_found_and_explained_as_the_command_explains_it(at_work: Settings) -> None:
    [(lead_id, reason, score)] = rows(
        at_work,
        "select lead_id, top_reason_1, lead_score from marts.lead_scores order by lead_score desc nulls last, lead_id limit 1",
    )
    app = well(opened("lead", q=lead_id[2:]))
    assert f">{lead_id}</a>" in tree_text(app)
    app = well(opened("lead", lead=lead_id))
    assert f"{lead_id} scores {score:.1f} of 100" in app.header[0].value
    assert reason.replace("&", "&amp;") in tree_text(app)
    assert {"What speaks for it", "Its history", "What it did"} <= {each.value for each in app.subheader}


def test_a_cell_of_the_matrix_lists_its_leads(at_work: Settings) -> None:
    [(grade, band)] = rows(
        at_work,
        "select fit_grade, engagement_band from marts.lead_scores where lead_score is not null group by all order by count(*), 1, 2 limit 1",
    )
    leads = rows(
        at_work,
        f"select lead_id from marts.lead_scores where fit_grade = '{grade}' and engagement_band = {band} and lead_score is not null",
    )
    text = tree_text(well(opened("model", grade=grade, band=str(band))))
    assert f"Grade {grade}, band {band}" in text and all(f">{lead}</a>" in text for (lead,) in leads[:15])


def test_promises_are_shown_beside_what_came_true(
    at_work: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a calibration the page says what is missing; with one, whether it stands, and a lead its chance."""
    settings = Settings(tmp_path / "leads.duckdb", at_work.rules, None)
    shutil.copyfile(at_work.warehouse, settings.warehouse)
    monkeypatch.setenv("LEADS_WAREHOUSE", str(settings.warehouse))

    def published(*changes: str) -> str:
        with connect(settings.warehouse) as con:
            for change in changes:
                con.execute(change)
        publish_untested(settings)
        return tree_text(well(opened("model", conversion="deal")))

    measured = (
        "insert into marts.model_quality by name select 'deal' as conversion_id, 'm' as ranking, 'active' as ranking_kind, 40 as leads, "
        "9 as conversions, 0 as weekly_capacity, 'no_capacity' as no_captured_share_reason, date '2026-05-01' as landmark_month, "
        "date '2026-06-30' as as_of_date"
    )
    shown = published("delete from marts.model_quality", measured)
    assert "No model has enough outcomes" in shown
    assert "What a week of sales would catch is not known" in shown
    assert "grades from a fit of 75" in shown
    band = (
        "insert into marts.score_calibration by name select 'deal' as conversion_id, 'm' as model_id, 'stands' as status, 1 as band_no, "
        "300 as leads, 90 as conversions, 100 as later_leads, 31 as later_conversions, 2 as months_tested, 0 as months_drifted, "
        "0 as score_from, 0.3 as probability, 0.25 as probability_low, 0.35 as probability_high, 0.31 as later_rate, "
        "0.23 as later_rate_low, 0.41 as later_rate_high, 0.2 as z, date '2026-03-01' as learnt_until, date '2026-06-30' as as_of_date"
    )
    likely = "conversion_probability = 0.3, conversion_probability_low = 0.25, conversion_probability_high = 0.35, no_probability_reason = null"
    text = published(band, f"update marts.lead_scores set conversion_id = 'deal', {likely} where lead_score > 0")
    assert "kept in 2 later months" in text and "30 %" in text and "31 %" in text
    [(lead_id,)] = rows(settings, "select min(lead_id) from marts.lead_scores where lead_score > 0")
    told = tree_text(well(opened("lead", lead=lead_id)))
    assert "Chance: 30.0 % of leads with such a score convert (25.0 % to 35.0 %): deal" in told
    drift = "update marts.score_calibration set status = 'drift', months_drifted = 1"
    assert "1 later month of 2 missed it" in published(drift)


def test_a_table_shows_its_definitions(at_work: Settings) -> None:
    text = tree_text(well(opened("data", table="lead_scores")))
    assert (
        "Grain: one row per lead" in text and "combined_score()" in text and "lead_score_is_the_geometric_mean" in text
    )


def test_a_changed_rule_is_previewed_and_not_written(at_work: Settings) -> None:
    before = {path.name: path.read_bytes() for path in at_work.rules.glob("*.csv")}
    app = well(opened("rules", seed="engagement_rules", row="b2b_email_open"))
    app.text_input[0].set_value("40").run()
    well(app)
    assert app.header[0].value == "Rules: 1 cell changed in your copy"
    assert any("leads would move" in each.value for each in app.subheader), [each.value for each in app.subheader]
    assert {path.name: path.read_bytes() for path in at_work.rules.glob("*.csv")} == before
    app.text_input[0].set_value("many").run()
    assert "engagement_rules.csv" in app.warning[0].value.replace("\\", "")


@pytest.mark.parametrize("page", PAGES)
def test_each_page_says_its_number_and_answers_an_odd_address_in_words(at_work: Settings, page: str) -> None:
    """Injection, numbers that are none, markup: bound or ignored, and never run."""
    nasty = "'; drop table marts.lead_scores; --<script>alert(1)</script>![](http://elsewhere.example/x.png)\x00%_\\"
    texts = ("lead", "q", "owner", "row", "seed", "grade", "stage", "source", "table", "account", "audience", "trait")
    numbers = ("page", "cold", "cell", "band", "found", "past", "company", "step")
    app = well(opened(page, **dict.fromkeys(texts, nasty), **dict.fromkeys(numbers, "9" * 30)))
    assert TITLES[page] in app.header[0].value
    marked = [
        each.value for each in (*app.header, *app.subheader, *app.info, *app.warning, *app.caption, *app.markdown)
    ]
    assert not [told for told in marked if "<script>" in told or "![](" in told]
    assert rows(at_work, "select count(*) from marts.lead_scores") > [(0,)]


def test_nothing_published_says_what_to_do(at_work: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEADS_WAREHOUSE", str(tmp_path / "none.duckdb"))
    assert "run `leads build` and `leads publish`" in well(opened("today")).info[0].value.replace("\\", "")


def test_a_publication_during_a_visit_breaks_no_page(
    at_work: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next click reads the new generation, also when that of the page is gone."""
    shutil.copyfile(at_work.warehouse, tmp_path / "leads.duckdb")
    settings = Settings(tmp_path / "leads.duckdb", at_work.rules, None)
    first = publish_untested(settings)
    monkeypatch.setenv("LEADS_WAREHOUSE", str(settings.warehouse))
    app = well(opened("today"))
    for change in (
        "delete from marts.sales_queue where queue_position > 1",
        "delete from marts.sales_queue",
        "select 1",
    ):
        with connect(settings.warehouse) as con:
            con.execute(change)
        publish_untested(settings)
        well(app.run())
    assert first.number not in Layout(settings.warehouse).numbers(), "two are kept"
    assert app.header[0].value == "0 to work" and "Nobody is waiting for sales" in app.info[0].value


def test_cells_of_a_download_are_no_formulas() -> None:
    told: list[Row] = [{"a": "=1+1", "b": -3, "c": "@x", "d": "plain", "e": None}]
    assert csv_text(list(told[0]), told).decode("utf-8-sig").splitlines()[1] == "'=1+1,-3,'@x,plain,"


def test_no_statement_of_a_page_writes(at_work: Settings, tmp_path: Path) -> None:
    with pytest.raises(duckdb.Error), connect(Layout(at_work.warehouse).served(ANALYSTS), read_only=True) as con:
        con.execute(f"copy (select 1) to '{tmp_path}/out.csv'")
    assert not list(tmp_path.iterdir())
