"""Funnel: who is where, who came, who went on and how long it took; by source and by month of the first contact."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import altair as alt
import streamlit as st

from leads.app.charts import BLUE, GREY, ink, show_chart, tall, values
from leads.app.statements import statements
from leads.app.tables import Column, download, show_pages, show_table
from leads.app.url import asked_of, choose_source, remember
from leads.app.views.words import stage_words
from leads.app.visit import Visit
from leads.base.marts import Row
from leads.base.project_vars import project_vars

WEEKS = timedelta(weeks=26)


def show(visit: Visit) -> None:
    """Stock and flow apart; medians for days."""
    today = visit.served.as_of_date
    week, fortnight = today - timedelta(days=7), today - timedelta(days=14)
    given = {"today": today, "week": week, "fortnight": fortnight}
    stages = visit.served.rows("funnel", "stages", **given)
    if not stages:
        visit.head("No lead is in the funnel yet")
        visit.nothing("There are no stays in stages.", "Load leads and events, then `leads build` and `leads publish`.")
        return
    handed = next((row for row in stages if row["stage"] == "mql"), stages[0])
    visit.head(_title(visit, handed))
    visit.section("Where leads are, and what moved in seven days", "funnel_daily")
    left, right = st.columns(2, gap="large")
    with left:
        _stock(visit, stages)
    with right:
        _flow(visit, [row["stage"] for row in stages])
    shown = visit.formats
    columns = [
        Column("stage", "Stage", stage_words),
        Column("stock", "There now", is_number=True),
        Column("entries_week", "Entered, 7 days", is_number=True),
        Column("entries_before", "7 days before", is_number=True),
        Column("reached_leads", "Ever reached", is_number=True),
        Column("conversion_rate", "Went on", lambda value: shown.share(value, 1), is_number=True),
        Column("median_days", "Median days in it", lambda value: shown.number(value, 1), is_number=True),
    ]
    show_table(visit, "Stages on the day, and the week that led to it", stages, columns)
    download(visit, "funnel", statements("funnel")["stages"], "stages", **given)
    _conversion(visit)
    _cohorts(visit, [row["stage"] for row in stages if row["position"] is not None][1:])


def _title(visit: Visit, row: Row) -> str:
    before, now = row["entries_before"], row["entries_week"]
    moved = (
        f", {visit.formats.share(abs(now / before - 1))} {'more' if now >= before else 'fewer'} than the week before"
        if before
        else ""
    )
    return f"{visit.formats.number(now)} {stage_words(row['stage'])}s this week{moved}"


def _stock(visit: Visit, stages: list[Row]) -> None:
    rows = [row | {"name": stage_words(row["stage"]), "stock": row["stock"] or 0} for row in stages]
    base = alt.Chart(values(rows), height=tall(len(rows), 32)).encode(
        y=alt.Y("name:N", sort=None, title=None, axis=alt.Axis(labelLimit=120)),
        x=alt.X("stock:Q", title="leads in the stage now"),
    )
    labels = base.mark_text(align="left", dx=4, color=ink()).encode(text=alt.Text("stock:Q", format=","))
    told = "Stock: " + ", ".join(f"{row['name']} {row['stock']}" for row in rows)
    show_chart(base.mark_bar(color=BLUE) + labels, told, key="stock")


def _flow(visit: Visit, stages: list[str]) -> None:
    wanted = asked_of("stage", stages) or ("mql" if "mql" in stages else stages[0])
    stage = st.selectbox("Entries a week into", stages, index=stages.index(wanted), format_func=stage_words, width=240)
    remember(stage=stage)
    rows = visit.served.rows("funnel", "entries", since=visit.served.as_of_date - WEEKS, stage=stage)
    chart = (
        alt.Chart(values(rows), height=220)
        .mark_bar(color=BLUE)
        .encode(
            x=alt.X("week:T", title="week"),
            y=alt.Y("entries:Q", title=f"entries into {stage_words(stage)}"),
            tooltip=[alt.Tooltip("week:T"), alt.Tooltip("entries:Q")],
        )
    )
    show_chart(chart, f"Entries into {stage} in {len(rows)} weeks", key="flow")


def _conversion(visit: Visit) -> None:
    sources = [row["source"] for row in visit.served.rows("funnel", "sources") if row["source"]]
    visit.section("Who went on, and how long it took", "funnel_conversion")
    source = choose_source(sources)
    shown = visit.formats
    columns = [
        Column("stage", "From", stage_words),
        Column("later_stage", "To", stage_words),
        Column("leads", "Leads", is_number=True),
        Column("converted_leads", "Went on", is_number=True),
        Column("conversion_rate", "Rate", lambda value: shown.share(value, 1), is_number=True),
        Column("median_days", "Median days", lambda value: shown.number(value, 1), is_number=True),
        Column("recent_median_days", "Of late", lambda value: shown.number(value, 1), is_number=True),
    ]
    empty = ("No lead of this source has reached a stage.", "Choose another source.")
    query = statements("funnel")["conversion"]
    show_pages(visit, "Conversions between stages", query, columns, "step", empty, size=10, source=source)
    st.markdown("**From known to customer, by source**")
    by_source = statements("funnel")["by_source"]
    columns = [Column("source", "Source", lambda value: value or "unknown"), *columns[2:6]]
    empty = ("No source brought a lead yet.", "Map the column `source` of leads.")
    show_pages(visit, "By source", by_source, columns, "by", empty, size=10, stage="known", later_stage="customer")


def _cohorts(visit: Visit, stages: list[str]) -> None:
    """Months as rows; what is not over yet is hatched and not counted as lost."""
    days = int(project_vars(visit.settings.project_dir)["funnel_window_days"])
    rows = visit.served.rows("funnel", "cohorts", window=days, today=visit.served.as_of_date, stages=tuple(stages))
    visit.section(
        "Of the leads of each month, how many got how far",
        "lead_stage_history",
        sentence=f"Hatched: months whose leads have had less than {days} days; they are not lost.",
    )
    if not rows:
        visit.nothing("There are no months to compare yet.", "The first one stands here when leads are in the funnel.")
        return
    show_chart(_grid(visit, rows, stages), "Share of each month's leads that reached a stage", key="cohorts")


def _grid(visit: Visit, rows: list[Row], stages: list[str]) -> Any:
    shown = [
        {
            "month": f"{visit.formats.month(row['month'])} ({visit.formats.number(row['leads'])})",
            "stage": stage_words(row["stage"]),
            "share": row["share"],
            "told": f"{visit.formats.share(row['share'])}{' …' if row['is_immature'] else ''}",
            "is_immature": row["is_immature"],
        }
        for row in rows
    ]
    height = tall(len({row["month"] for row in shown}))
    base = alt.Chart(values(shown), height=height).encode(
        x=alt.X(
            "stage:N",
            sort=[stage_words(stage) for stage in stages],
            title=None,
            axis=alt.Axis(orient="top", labelAngle=0),
        ),
        y=alt.Y("month:N", sort=None, title=None, axis=alt.Axis(labelLimit=140)),
    )
    cells = base.mark_rect(color=BLUE, stroke=GREY, strokeWidth=0.3).encode(
        opacity=alt.Opacity("share:Q", scale=alt.Scale(domain=[0, 1], range=[0.05, 0.75]), legend=None),
    )
    hatched = base.transform_filter("datum.is_immature").mark_text(
        text="/ / / / /", color=GREY, opacity=0.55, fontSize=20
    )
    return cells + hatched + base.mark_text(color=ink()).encode(text="told:N")
