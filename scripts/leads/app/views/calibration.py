"""What scores promised and what came true: probabilities learnt on past landmarks, held against later ones."""

from __future__ import annotations

from functools import partial
from typing import Any

import altair as alt
import streamlit as st

from leads.app.charts import BLUE, GREY, VERMILION, show_chart, values
from leads.app.statements import statements
from leads.app.tables import Column, show_pages
from leads.app.visit import Visit, literal
from leads.base.console import count, words
from leads.base.marts import Row

TABLE = "score_calibration"


def show_calibration(visit: Visit, conversion: str) -> None:
    """A point for each band of scores of each model, with both intervals; on the line a promise is kept."""
    query = statements("model")["calibration"]
    # What an earlier version published has no calibration.
    rows = visit.served.ask(query, conversion=conversion) if visit.served.has(f"marts.{TABLE}") else []
    visit.section("What was promised, and what came true", TABLE)
    if not rows:
        visit.nothing(
            "No model has enough outcomes on scored landmarks to promise a probability.",
            "Wait for outcomes, or replay earlier months with `leads replay`; stage_thresholds says how many are enough.",
        )
        return
    for row in {row["model_id"]: row for row in rows}.values():
        st.markdown(literal(_told(visit, row)))
    show_chart(_chart(rows), "Share that converted in later months beside the promised probability", key="calibration")
    shown = visit.formats
    shares = [("probability", "Promised"), ("probability_low", "from"), ("probability_high", "to")]
    shares += [("later_rate", "Came true"), ("later_rate_low", "from "), ("later_rate_high", "to ")]
    columns = [
        Column("model_id", "Model", words),
        Column("score_from", "Scores from", shown.points, is_number=True),
        *(Column(name, title, shown.share, is_number=True) for name, title in shares),
        Column("leads", "Learnt from", is_number=True),
        Column("later_leads", "Later leads", is_number=True),
        Column("z", "Standard errors off", partial(shown.number, digits=1), is_number=True),
    ]
    show_pages(visit, "Bands of scores", query, columns, "bands", ("", ""), size=20, conversion=conversion)


def _told(visit: Visit, row: Row) -> str:
    """Whether the probabilities of a model stand, in a sentence."""
    until = f"{words(row['model_id'])}: learnt until {visit.formats.month(row['learnt_until'])}"
    tested, drifted = row["months_tested"], row["months_drifted"]
    if not drifted:
        return f"{until}, and kept in {count(tested, 'later month')}, so leads show their probability."
    return (
        f"{until}; {count(drifted, 'later month')} of {tested} missed it, so leads show no probability until that is "
        "learnt anew."
    )


def _chart(rows: list[Row]) -> Any:
    points = [row | {"model": words(row["model_id"])} for row in rows if row["later_rate"] is not None]
    most = max((float(max(row["probability_high"], row["later_rate_high"])) for row in points), default=1.0)
    axis, scale = alt.Axis(format=".0%"), alt.Scale(domain=[0, min(1.0, most)])
    kept = alt.Chart(values([{"at": 0.0}, {"at": most}])).mark_line(color=GREY, strokeDash=[4, 4])
    base = alt.Chart(values(points), height=300).encode(
        x=alt.X("probability:Q", title="promised", axis=axis, scale=scale),
        y=alt.Y("later_rate:Q", title="came true in later months", axis=axis, scale=scale),
        color=alt.Color(
            "model:N", scale=alt.Scale(range=[BLUE, VERMILION, GREY]), legend=alt.Legend(orient="top", title=None)
        ),
        tooltip=[
            *("model:N", "score_from:Q", "later_leads:Q", "later_conversions:Q"),
            *(alt.Tooltip(f"{name}:Q", format=".1%") for name in ("probability", "later_rate")),
        ],
    )
    promised = base.mark_rule().encode(x="probability_low:Q", x2="probability_high:Q")
    came = base.mark_rule().encode(y="later_rate_low:Q", y2="later_rate_high:Q")
    line = kept.encode(x="at:Q", y="at:Q")
    return line + promised + came + base.mark_point(filled=True, size=70, opacity=1)
