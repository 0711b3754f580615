"""What all pictures share: two hues that every eye tells apart, direct labels, a sentence for who cannot see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import altair as alt
import streamlit as st

BLUE, VERMILION, GREY, SKY = "#0072B2", "#D55E00", "#8A8F98", "#56B4E9"


def is_dark() -> bool:
    """Whether this reader reads light on dark."""
    return st.context.theme.type == "dark"


def ink() -> str:
    """The colour of text in pictures."""
    return "#E6E8EB" if is_dark() else "#1B1F24"


def values(rows: Iterable[Mapping[str, Any]]) -> Any:
    """Rows as data of a picture: decimals as numbers, dates as text that Vega reads."""
    return alt.InlineData([{name: plain(value) for name, value in row.items()} for row in rows])


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value


def tall(rows: int, each: int = 30) -> int:
    """The height of a picture with so many rows; its axes and legend take the rest."""
    return rows * each + 70


def hue(field: str, colours: Mapping[str, str]) -> Any:
    """A colour for each value of a field, named above the picture."""
    scale = alt.Scale(domain=list(colours), range=list(colours.values()))
    return alt.Color(f"{field}:N", scale=scale, legend=alt.Legend(orient="top", title=None))


def show_chart(chart: Any, told: str, key: str | None = None) -> None:
    """A picture as wide as the page. told: what it shows, in a sentence."""
    st.altair_chart(chart.configure_view(stroke=None), width="stretch", key=key, alt=told)


def waterfall(steps: Sequence[Mapping[str, Any]], low: float, high: float) -> Any:
    """Bars that go on where the one before ended. steps: label, start, end, kind (adds, takes, limit or total), told.

    The label lies above its bar, so that a phone shows all of it.
    """
    hues = alt.Scale(domain=["adds", "takes", "limit", "total"], range=[BLUE, VERMILION, GREY, ink()])
    base = alt.Chart(values(steps), height=46 * len(steps)).encode(
        y=alt.Y("place:O", axis=None, sort=None, scale=alt.Scale(padding=0)),
        tooltip=[alt.Tooltip("label:N", title="what"), alt.Tooltip("told:N", title="points")],
    )
    scale = alt.Scale(domain=[min(low, 0), high], nice=False)
    bars = base.mark_bar(height=12, yOffset=10).encode(
        x=alt.X("start:Q", scale=scale, title=None, axis=alt.Axis(grid=True, tickCount=5, orient="top")),
        x2="end:Q",
        color=alt.Color("kind:N", scale=hues, legend=None),
    )
    written = base.mark_text(align="left", baseline="middle", dy=-8, color=ink(), fontSize=13)
    labels = written.encode(x=alt.value(0), text="line:N")
    return bars + labels
