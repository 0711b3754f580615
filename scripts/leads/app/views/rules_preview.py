"""What changed rules would do, as `leads whatif` computes it on the published build."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import altair as alt
import streamlit as st

from leads.app.charts import BLUE, VERMILION, hue, ink, show_chart, values
from leads.app.rule_copy import Edit, edited, read_rows
from leads.app.tables import Column, show_table
from leads.app.url import link
from leads.app.visit import Visit, literal
from leads.base.errors import LeadsError
from leads.publish.layout import ANALYSTS, Layout
from leads.whatif import preview
from leads.whatif.answer import Preview
from leads.whatif.reasons import because, gain, largest_first, per_week_told, standing_elsewhere
from leads.whatif.show import stood

MOST = 25
SIDES = {"before": VERMILION, "after": BLUE}


def show_preview(visit: Visit, edits: list[Edit]) -> None:
    """Who moves and why, MQLs a week against capacity, scores before and after."""
    served = Layout(visit.settings.warehouse).served(ANALYSTS)
    try:
        with st.spinner("Computing what would change"):
            found = _previewed(str(served.resolve()), str(visit.settings.rules), tuple(edits))
    except LeadsError as error:
        st.warning(literal(error))
        return
    shown = visit.formats
    visit.section(
        f"{shown.number(len(found.moves))} of {shown.number(found.leads)} leads would move",
        sentence=f"{shown.number(found.rescored)} would have another score. Computed in {shown.number(found.seconds, 1)} s "
        "by the statements of the build; nothing is written.",
    )
    left, right = st.columns(2, gap="large")
    with left:
        _weeks(visit, found)
    with right:
        _scores(found)
    rows = [
        {"what": row.what, "which": row.key, "before": row.before, "after": row.after, "more": row.after - row.before}
        for row in standing_elsewhere(found)
    ]
    if rows:
        numbers = [Column(name, is_number=True) for name in ("before", "after", "more")]
        show_table(visit, "Leads that stand elsewhere", rows, [Column("what"), Column("which"), *numbers])
    if visit.is_personal:
        _moves(visit, found)


@st.cache_data(max_entries=40, show_spinner=False)
def _previewed(path: str, folder: str, edits: tuple[Edit, ...]) -> Preview:
    rows = {
        seed: edited(read_rows(Path(folder), seed), [edit for edit in edits if edit.seed == seed])
        for seed in sorted({edit.seed for edit in edits})
    }
    return preview(Path(path), Path(folder), rows=rows)


def _weeks(visit: Visit, found: Preview) -> None:
    told = f"MQLs a week: {per_week_told(found, partial(visit.formats.number, digits=1))}"
    st.markdown(f"**{told}**")
    rows = [
        {"week": week.begins_on, "side": side, "mqls": getattr(week, side)} for week in found.weeks for side in SIDES
    ]
    base = alt.Chart(values(rows), height=260).encode(
        x=alt.X("week:T", title="week"),
        y=alt.Y("mqls:Q", title="MQLs"),
        color=hue("side", SIDES),
        shape=alt.Shape("side:N"),
    )
    chart = base.mark_line(point=True).encode(tooltip=["week:T", "side:N", "mqls:Q"])
    if found.capacity is not None:
        limit = alt.Chart(values([{"capacity": found.capacity}])).mark_rule(color=ink(), strokeDash=[5, 4])
        chart = chart + limit.encode(y="capacity:Q")
    show_chart(chart, told, key="weeks")


def _scores(found: Preview) -> None:
    st.markdown("**Leads by score, before and after**")
    rows = [
        {"score": int(row.key), "side": side, "leads": getattr(row, side)}
        for row in found.counts
        if row.what == "score"
        for side in SIDES
    ]
    chart = (
        alt.Chart(values(rows), height=260)
        .mark_bar()
        .encode(
            x=alt.X("score:O", title="lead score from"),
            xOffset=alt.XOffset("side:N", sort=list(SIDES)),
            y=alt.Y("leads:Q", title="leads"),
            color=hue("side", SIDES),
            tooltip=["score:O", "side:N", "leads:Q"],
        )
    )
    show_chart(chart, "Leads by tenths of the score, before and after", key="scores")


def _moves(visit: Visit, found: Preview) -> None:
    rows = [
        {
            "lead_id": move.lead_id,
            "before": stood(move.before),
            "after": stood(move.after),
            "score": move.after.lead_score,
            "gain": gain(move),
            "because": because(move, found),
        }
        for move in largest_first(found)[:MOST]
    ]
    columns = [
        Column("lead_id", "Lead", link=lambda row: link("lead", lead=row["lead_id"])),
        Column("before"),
        Column("after"),
        Column("score", shown=visit.formats.points, is_number=True),
        Column("gain", "Change", lambda value: visit.formats.points(value, signed=True), is_number=True),
        Column("because"),
    ]
    if rows:
        show_table(visit, f"Who moves: {len(rows):,} of {len(found.moves):,}, the largest change first", rows, columns)
    else:
        st.info("Nobody would move: no grade, band, segment or stage changes.")
