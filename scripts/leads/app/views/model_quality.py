"""What came of what the model said: lift beside the habit it must beat, the expert's points beside the evidence."""

from __future__ import annotations

from functools import partial

import altair as alt
import streamlit as st

from leads.app.charts import BLUE, GREY, VERMILION, hue, ink, show_chart, tall, values
from leads.app.statements import statements
from leads.app.tables import Column, show_pages
from leads.app.url import asked_of, remember
from leads.app.views.calibration import show_calibration
from leads.app.visit import Visit
from leads.base.console import words
from leads.base.marts import Row

SHARES = {"lift_5": 0.05, "lift_10": 0.10, "lift_20": 0.20}
MOST = 24
NO_CAPACITY = (
    "What a week of sales would catch is not known: no weekly_capacity is agreed in stage_thresholds, and nobody was "
    "handed over of late."
)


def show_quality(visit: Visit) -> None:
    """All of it, or what to do when nothing is known yet."""
    found = visit.served.rows("model", "quality")
    visit.section("Was it right?", "model_quality", "lead_outcomes", "rule_performance")
    if not found:
        visit.nothing(
            "No outcome has been compared with a score yet.",
            "`leads replay --from D1 --to D2` scores past dates; then build and publish (docs/learning.md).",
        )
        return
    conversions = sorted({row["conversion_id"] for row in found})
    wanted = asked_of("conversion", conversions) or conversions[0]
    conversion = st.selectbox("Conversion", conversions, index=conversions.index(wanted), format_func=words, width=320)
    remember(conversion=conversion)
    _lift(visit, [row for row in found if row["conversion_id"] == conversion])
    _points(visit, conversion)
    shown = visit.formats
    numbers = [
        ("leads", 0),
        ("conversions", 0),
        ("auc", 3),
        ("auc_low", 3),
        ("auc_high", 3),
        ("lift_10", 2),
        ("weekly_capacity", 1),
    ]
    columns = [
        Column("landmark_month", "Month", shown.month),
        Column("ranking", shown=words),
        Column("ranking_kind", "Kind", words),
        *(Column(name, words(name), partial(shown.number, digits=digits), is_number=True) for name, digits in numbers),
        Column("captured_share", "Caught at capacity", shown.share, is_number=True),
    ]
    if any(row["no_captured_share_reason"] == "no_capacity" for row in found):
        st.caption(NO_CAPACITY)
    show_pages(visit, "Quality by month", statements("model")["quality"], columns, "quality", ("", ""), size=10)
    show_calibration(visit, conversion)


def _lift(visit: Visit, rows: list[Row]) -> None:
    """The share of buyers among the best leads of the newest month that has any, beside the habits."""
    months = [row["landmark_month"] for row in rows if row["conversions"]]
    if not months:
        visit.nothing("No lead of these months has converted.", "Wait for outcomes, or replay earlier months.")
        return
    month = max(months)
    now = [row for row in rows if row["landmark_month"] == month]
    caught = [
        {
            "ranking": words(row["ranking"]),
            "share": share,
            "caught": min(1.0, float(row[name]) * share),
            "is_habit": row["ranking_kind"] == "habit",
        }
        for row in now
        for name, share in SHARES.items()
        if row[name] is not None
    ]
    caught += [{**row, "share": 0.0, "caught": 0.0} for row in caught if row["share"] == min(SHARES.values())]
    st.markdown(f"**Of the buyers of {visit.formats.month(month)}, how many are among the best leads**")
    axis = alt.Axis(format=".0%")
    lines = (
        alt.Chart(values(caught), height=260)
        .mark_line(point=True)
        .encode(
            x=alt.X("share:Q", title="share of the leads, the best first", axis=axis),
            y=alt.Y("caught:Q", title="share of the buyers caught", axis=axis, scale=alt.Scale(domain=[0, 1])),
            color=alt.Color(
                "ranking:N",
                scale=alt.Scale(range=[BLUE, VERMILION, GREY, ink()]),
                legend=alt.Legend(orient="top", title=None),
            ),
            strokeDash=alt.StrokeDash("ranking:N", legend=alt.Legend(orient="top", title=None)),
            tooltip=["ranking:N", alt.Tooltip("share:Q", format=".0%"), alt.Tooltip("caught:Q", format=".0%")],
        )
    )
    chart = lines
    leads, capacity = now[0]["leads"], now[0]["weekly_capacity"]
    if leads and capacity:
        place = [{"share": min(0.2, float(capacity) / leads), "told": "capacity of a week"}]
        base = alt.Chart(values(place)).encode(x="share:Q")
        chart = (
            lines
            + base.mark_rule(color=ink(), strokeDash=[4, 4])
            + base.mark_text(align="left", dx=4, color=ink()).encode(y=alt.value(10), text="told:N")
        )
    show_chart(chart, "Share of buyers caught by the best leads, beside the habit", key="lift")


def _points(visit: Visit, conversion: str) -> None:
    """The expert's points of each rule, and what its evidence says: the log odds of those it touched."""
    query = statements("model")["performance"]
    rows = [row for row in visit.served.ask(query, conversion=conversion) if row["log_odds"] is not None]
    st.markdown("**The expert's points beside the evidence, rule by rule**")
    if not rows:
        visit.nothing(
            "No rule has touched enough leads with an outcome.", "Wait for outcomes, or replay earlier months."
        )
        return
    most_points = max(abs(float(row["points"] or 0)) for row in rows) or 1
    most_odds = max(abs(float(row["log_odds"])) for row in rows) or 1
    ends = [
        {"rule": words(row["rule_id"]), "kind": kind, "at": at}
        for row in rows[:MOST]
        for kind, at in (
            ("expert", float(row["points"] or 0) / most_points),
            ("evidence", float(row["log_odds"]) / most_odds),
        )
    ]
    base = alt.Chart(values(ends), height=tall(min(len(rows), MOST), 26)).encode(
        y=alt.Y("rule:N", sort=None, title=None, axis=alt.Axis(labelLimit=170)),
        x=alt.X("at:Q", title="relative to the largest of its kind"),
    )
    colour = hue("kind", {"expert": VERMILION, "evidence": BLUE})
    dots = base.mark_point(filled=True, size=90, opacity=1).encode(color=colour, shape=alt.Shape("kind:N"))
    show_chart(
        base.mark_line(color=GREY).encode(detail="rule:N") + dots,
        "Points of each rule beside its evidence",
        key="points",
    )
    shown = visit.formats
    columns = [
        Column("rule_id", "Rule", words),
        Column("model_id", "Model", words),
        Column("points", shown=shown.points, is_number=True),
        Column("leads_with", "Leads with it", is_number=True),
        Column("conversions_with", "Converted", is_number=True),
        Column("lift", shown=lambda value: shown.number(value, 2), is_number=True),
        Column("log_odds", "Log odds", lambda value: shown.number(value, 2), is_number=True),
        Column("finding", shown=words),
        Column("carried_by_rule_id", "Carried by", words),
    ]
    show_pages(visit, "Rules and outcomes", query, columns, "evidence", ("", ""), size=10, conversion=conversion)
