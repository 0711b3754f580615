"""The score of a lead over time, on the bands of engagement, with its activity and the changes of rules."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import altair as alt

from leads.app.charts import BLUE, GREY, VERMILION, ink, show_chart, values
from leads.app.views.scales import scale_of
from leads.app.views.words import seed
from leads.app.visit import Visit
from leads.base.marts import Row
from leads.explain.explanation import Explanation

SHOWN = timedelta(days=365)
BELOW = -12  # where the ticks of activity are
LINES = {"lead_score": "lead score", "engagement_score": "engagement"}


def show_history(visit: Visit, explanation: Explanation) -> None:
    """A line for the score and one for engagement; days with activity are ticks below."""
    lead = explanation.lead
    rows = _points(visit, explanation)
    visit.section("Its history", "lead_score_history", "lead_score_changes")
    if len(rows) < 2:
        visit.nothing(
            "It was scored on one date so far.", "`leads replay --from D1 --to D2` scores past dates as well."
        )
        return
    since = max(rows[0]["as_of_date"], visit.served.as_of_date - SHOWN)
    active = visit.served.rows("lead", "activity", lead=lead["lead_id"], since=since)
    first, last = rows[0], rows[-1]
    told = (
        f"Lead score {visit.formats.points(first['lead_score'])} on {visit.formats.day(first['as_of_date'])}, "
        f"{visit.formats.points(last['lead_score'])} on {visit.formats.day(last['as_of_date'])}, "
        f"{len(active)} days with activity between."
    )
    show_chart(_chart(visit, rows, active, lead["model_id"]), told, key="history")


def _points(visit: Visit, explanation: Explanation) -> list[Row]:
    """What was scored on each date; the dates that the changes look back on, where nothing was kept for them."""
    kept = visit.served.rows("lead", "history", lead=explanation.lead["lead_id"])
    dates = {row["as_of_date"] for row in kept}
    looked_back = [
        {
            "as_of_date": row["from_date"],
            "lead_score": row["score_before"],
            "engagement_score": row["engagement_before"],
            "ruleset_version": None,
        }
        for row in explanation.changes
        if row["from_date"] not in dates
    ]
    since = visit.served.as_of_date - SHOWN
    return sorted(
        (row for row in [*kept, *looked_back] if row["as_of_date"] > since), key=lambda row: row["as_of_date"]
    )


def _chart(visit: Visit, rows: list[Row], active: list[Row], model_id: str | None) -> Any:
    long = [
        {"on": row["as_of_date"], "line": line, "score": row[name]}
        for row in rows
        for name, line in LINES.items()
        if row[name] is not None
    ]
    time = alt.X("on:T", title=None, axis=alt.Axis(grid=False, labelOverlap=True))
    scale = alt.Scale(domain=[BELOW, 100])
    hues = alt.Scale(domain=list(LINES.values()), range=[VERMILION, BLUE])
    lines = (
        alt.Chart(values(long))
        .mark_line(point=True, strokeWidth=2.5)
        .encode(
            x=time,
            y=alt.Y("score:Q", title=None, scale=scale, axis=alt.Axis(grid=False, values=[0, 25, 50, 75, 100])),
            color=alt.Color("line:N", scale=hues, legend=alt.Legend(orient="top", title=None)),
            strokeDash=alt.StrokeDash("line:N", scale=alt.Scale(domain=list(LINES.values()), range=[[1, 0], [6, 3]])),
            tooltip=["on:T", "line:N", alt.Tooltip("score:Q", format=".1f")],
        )
    )
    layers = [
        *_bands(visit, rows[0]["as_of_date"], rows[-1]["as_of_date"], model_id),
        lines,
        _ticks(active),
        *_changes(rows),
    ]
    return alt.layer(*layers).properties(height=300)


def _bands(visit: Visit, first: date, last: date, model_id: str | None) -> list[Any]:
    """The bands of engagement of a model as rows of bands.csv have them today."""
    valid = scale_of(seed(visit, "bands"), model_id, visit.served.as_of_date)
    if not valid:
        return []
    lower = sorted((float(row["lower_bound"]), row["band"]) for row in valid)
    upper = [*(bound for bound, _ in lower[1:]), 100.0]
    bands = [
        {"low": low, "high": high, "band": f"band {band}", "on": first, "until": last}
        for (low, band), high in zip(lower, upper, strict=True)
    ]
    areas = alt.Chart(values(bands)).mark_rect(opacity=0.10, color=GREY)
    lined = alt.Chart(values(bands)).mark_rule(opacity=0.5, color=GREY, strokeDash=[2, 4])
    named = alt.Chart(values(bands)).mark_text(align="left", dx=4, dy=-5, fontSize=10, color=ink(), opacity=0.8)
    spans = {"x": alt.X("on:T"), "y": alt.Y("low:Q")}
    return [
        areas.transform_filter("datum.band == 'band 1' || datum.band == 'band 3'").encode(
            x="on:T", x2="until:T", y="low:Q", y2="high:Q"
        ),
        lined.encode(y="low:Q"),
        named.encode(**spans, text="band:N"),
    ]


def _ticks(active: list[Row]) -> Any:
    return (
        alt.Chart(values({"on": row["activity_date"], "events": row["event_count"]} for row in active))
        .mark_tick(orient="vertical", thickness=2, size=14, color=ink(), opacity=0.6)
        .encode(x="on:T", y=alt.datum(BELOW / 2), tooltip=["on:T", "events:Q"])
    )


def _changes(rows: list[Row]) -> list[Any]:
    """A line on each date that was scored by other rules than the one before."""
    known = [row for row in rows if row["ruleset_version"]]
    moved = [
        {"on": after["as_of_date"], "told": "rules changed"}
        for before, after in pairwise(known)
        if before["ruleset_version"] != after["ruleset_version"]
    ]
    if not moved:
        return []
    base = alt.Chart(values(moved)).encode(x="on:T")
    return [
        base.mark_rule(color=ink(), strokeDash=[6, 3]),
        base.mark_text(align="left", dx=4, color=ink()).encode(y=alt.value(10), text="told:N"),
    ]
